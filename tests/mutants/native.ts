/** Checks of the native code that are left out, and reads beyond what it was given. */
import type { Mutant } from "./mutant.ts";

const sanitised = [
  "tests/engine/sanitised_test.ts",
  "native code computes graphs, and computes or refuses damaged ones",
] as const;
const refuses = (what: string) => ["tests/engine/native_check_test.ts", what] as const;

export const nativeMutants: readonly Mutant[] = [
  {
    bug: "labels may be the number of classes",
    file: "lib/engine/native/network.cc",
    search: "checkRange(labels.data[image], 0, classes - 1,",
    replace: "checkRange(labels.data[image], 0, classes,",
    test: sanitised,
  },
  {
    bug: "a graph is read one integer beyond its end",
    file: "lib/engine/native/graph.h",
    search: "if (at_ == row_.length) refuse",
    replace: "if (at_ > row_.length) refuse",
    test: sanitised,
  },
  {
    bug: "what stands in the weights may be one too long",
    file: "lib/engine/native/check.h",
    search: "first <= weights - length",
    replace: "first <= weights - length + 1",
    test: sanitised,
  },
  {
    bug: "a convolution within the network may have stride 2",
    file: "lib/engine/native/check_graph.h",
    search: "isHalve || (isConv && ofImages) ? 2 : 1",
    replace: "isHalve || isConv ? 2 : 1",
    test: refuses("stride 2 over a node"),
  },
  {
    bug: "a node without terms is computed from what memory held",
    file: "lib/engine/native/check_graph.h",
    search: "if (node.known < 0 && node.terms.empty()) refuse",
    replace: "if (node.known == -2) refuse",
    test: sanitised,
  },
  {
    bug: "a known node may be of another batch size",
    file: "lib/engine/native/network.cc",
    search: "checkRange(value.batch, batch, batch,",
    replace: "checkRange(batch, batch, batch,",
    test: sanitised,
  },
  {
    bug: "a backward pass goes through fixed statistics",
    file: "lib/engine/native/network.cc",
    search: "checkRange(inputs.fixed.length, 0, 0,",
    replace: "checkRange(0, 0, 0,",
    test: refuses("gradients with fixed statistics"),
  },
  {
    bug: "images of another width are taken",
    file: "lib/engine/native/network.cc",
    search: "checkRange(found[2], graph.image.width, graph.image.width,",
    replace: "checkRange(found[2], 1, found[2],",
    test: refuses("images of another size"),
  },
];
