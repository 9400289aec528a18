import { assertEquals } from "@std/assert";
import {
  constant,
  loadRuntime,
  openTape,
  scale,
  type Tensor,
  withWorkspace,
} from "../../../lib/engine/mod.ts";

const runtime = await loadRuntime();

Deno.test("backward() adds the gradients of all readers, and walks from the last layer to the first", () => {
  withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const order: string[] = [];
    const multiply = (name: string, x: ReturnType<typeof constant>, factor: number) =>
      tape.record(scale(ws, x.value, factor), (dy) => {
        order.push(name);
        x.gradients.push(scale(ws, dy, factor));
      });
    const x = constant(ws.floats([2], Float32Array.of(1, -1)));
    const middle = multiply("middle", x, 3);
    const left = multiply("left", middle, 5);
    const right = multiply("right", middle, 7);
    assertEquals(ws.read(right.value), Float32Array.of(21, -21));
    left.gradients.push(ws.floats([2], Float32Array.of(1, 10)));
    right.gradients.push(ws.floats([2], Float32Array.of(100, 0)));
    tape.backward();
    assertEquals(order, ["right", "left", "middle"]);
    assertEquals(middle.gradients.length, 2);
    // (5 * [1, 10] + 7 * [100, 0]) * 3
    assertEquals(ws.read(x.gradients[0]!), Float32Array.of(2115, 150));
  });
});

Deno.test("backward() does not enter a layer that no gradient arrives at", () => {
  withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const x = constant(ws.floats([1], Float32Array.of(1)));
    const entered: string[] = [];
    const pass = (name: string) =>
      tape.record(x.value, (dy: Tensor) => {
        entered.push(name);
        x.gradients.push(dy);
      });
    const used = pass("used");
    pass("unused");
    used.gradients.push(x.value);
    tape.backward();
    assertEquals(entered, ["used"]);
    assertEquals(x.gradients, [x.value]);
    assertEquals(tape.parameterGradients.size, 0);
  });
});
