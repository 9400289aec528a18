import { assert, assertEquals, assertThrows } from "@std/assert";
import { loadRuntime, openWorkspace, scale, sharedFloats, withWorkspace } from "../../lib/engine/mod.ts";

const runtime = await loadRuntime();

Deno.test("Workspace.close() frees everything the workspace made, and only that", () => {
  const before = runtime.binding.getNumOfTensors();
  const outer = openWorkspace(runtime);
  const kept = outer.floats([2], Float32Array.of(1, -2));
  withWorkspace(runtime, (ws) => {
    scale(ws, scale(ws, kept, 2), 3);
    ws.integers([1], Int32Array.of(7));
  });
  assertEquals(runtime.binding.getNumOfTensors(), before + 1);
  assertEquals(outer.read(kept), Float32Array.of(1, -2));
  outer.close();
  assertEquals(runtime.binding.getNumOfTensors(), before);
});

Deno.test("withWorkspace() frees when the work throws", () => {
  const before = runtime.binding.getNumOfTensors();
  assertThrows(
    () =>
      withWorkspace(runtime, (ws) => {
        ws.floats([1], Float32Array.of(1));
        throw new RangeError("on purpose");
      }),
    RangeError,
    "on purpose",
  );
  assertEquals(runtime.binding.getNumOfTensors(), before);
});

Deno.test("Workspace.floats() copies, so later writes to the array do not show", () => {
  withWorkspace(runtime, (ws) => {
    const values = Float32Array.of(1, 2);
    const tensor = ws.floats([2], values);
    values[0] = 9;
    assertEquals(ws.read(tensor), Float32Array.of(1, 2));
  });
});

Deno.test("sharedFloats() gives memory that a view sees change", () => {
  for (const length of [1, 7, 1000, 300_000]) {
    const values = sharedFloats(runtime, length);
    assert(values.buffer instanceof SharedArrayBuffer);
    assertEquals(values.length, length);
    assert(values.every((value) => value === 0));
    withWorkspace(runtime, (ws) => {
      const view = ws.view([length], values);
      values[length - 1] = 5;
      assertEquals(ws.read(view)[length - 1], runtime.gpu ? 0 : 5);
    });
  }
});

Deno.test("Workspace.run() says which operation failed and why", () => {
  withWorkspace(runtime, (ws) => {
    const a = ws.floats([2], Float32Array.of(1, 2));
    const b = ws.floats([3], Float32Array.of(1, 2, 3));
    assertThrows(() => ws.run("AddV2", [], [a, b]), Error, "Incompatible shapes");
  });
});
