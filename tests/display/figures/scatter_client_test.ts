import { assert, assertEquals } from "@std/assert";
import { parseHTML } from "linkedom";
import { startScatter } from "../../../lib/display/figures/scatter_client.js";
import { hostile } from "../markup.ts";

/** Elements as they are in a browser; types of the DOM are not there in Deno. */
// deno-lint-ignore no-explicit-any -- see above
type Any = any;

/** Four dots on a page: where they are in pixels, and the keys and clicks that reach them. */
const places: [x: number, y: number][] = [[30, 40], [10, 80], [50, 20], [20, 60]];

function page() {
  const dots = places.map(([x, y], index) =>
    // As in a plot, y grows upwards.
    `<circle data-point="${index}" data-x="${x}" data-y="${-y}" tabindex="-1"><title>t</title></circle>`
  );
  const window = parseHTML(
    `<!doctype html><html><body><div id="root"><svg>${dots.join("")}</svg>` +
      `<div data-part="tip" hidden></div><div data-part="panel" hidden></div></div></body></html>`,
  ) as Any;
  const { document } = window;
  const root = document.getElementById("root");
  let focused: Any = null;
  const event = (type: string, facts: object) =>
    Object.assign(new window.Event(type, { bubbles: true }), facts);
  root.getBoundingClientRect = () => ({ left: 0, top: 0, width: 100, height: 100 });
  const marks = [...root.querySelectorAll("circle")] as Any[];
  marks.forEach((mark, index) => {
    const [x, y] = places[index]!;
    mark.getBoundingClientRect = () => ({ left: x - 2, top: y - 2, width: 4, height: 4 });
    mark.focus = () => {
      focused?.dispatchEvent(event("blur", {}));
      focused = mark;
      mark.dispatchEvent(event("focus", {}));
    };
  });
  const words = places.map((_, index) => ({
    name: `architecture ${index}`,
    lines: [`x ${index}`, hostile],
    facts: [["fact", hostile], ["index", String(index)]],
  }));
  const diagrams = Object.fromEntries(words.map(({ name }, i) => [name, `<svg data-cell="${i}"></svg>`]));
  startScatter(root, words, diagrams);
  const at = (type: string, [clientX, clientY]: [number, number]) =>
    root.querySelector("svg").dispatchEvent(event(type, { clientX, clientY }));
  return {
    root,
    marks,
    tip: root.querySelector("[data-part=tip]"),
    panel: root.querySelector("[data-part=panel]"),
    focused: () => marks.indexOf(focused),
    press: (key: string, facts: object = {}) => focused.dispatchEvent(event("keydown", { key, ...facts })),
    move: (place: [number, number]) => at("pointermove", place),
    click: (place: [number, number]) => at("click", place),
  };
}

Deno.test("startScatter() shows a tip near a dot and hides it elsewhere", () => {
  const { tip, move, marks } = page();
  move([33, 44]);
  assert(!tip.hidden);
  assertEquals(tip.querySelector("code").textContent, "architecture 0");
  assertEquals([...tip.querySelectorAll("div")].map((line: Any) => line.textContent), ["x 0", hostile]);
  assert(marks[0].hasAttribute("data-hot"));
  move([95, 95]);
  assert(tip.hidden);
  assert(!marks[0].hasAttribute("data-hot"));
});

Deno.test("startScatter() takes the nearest of several dots", () => {
  const { tip, move } = page();
  // 9.4 pixels from dot 3, 13.3 from dot 0.
  move([25, 52]);
  assertEquals(tip.querySelector("code").textContent, "architecture 3");
});

Deno.test("startScatter() opens the panel by a click, closes it by a second one", () => {
  const { panel, click, marks, focused } = page();
  click(places[2]!);
  assert(!panel.hidden);
  assertEquals(panel.querySelector("code").textContent, "architecture 2");
  assertEquals(panel.querySelector("svg").getAttribute("data-cell"), "2");
  const cells = [...panel.querySelectorAll("th, td")].map((cell: Any) => cell.textContent);
  assertEquals(cells, ["fact", hostile, "index", "2"]);
  assertEquals([focused(), marks[2].getAttribute("aria-pressed")], [2, "true"]);
  click(places[0]!);
  assertEquals(panel.querySelector("code").textContent, "architecture 0");
  assertEquals(marks.map((mark: Any) => mark.getAttribute("aria-pressed") === "true"), [
    true,
    false,
    false,
    false,
  ]);
  click(places[0]!);
  assert(panel.hidden);
  click([95, 95]);
  assert(panel.hidden);
});

Deno.test("startScatter() leads the arrow keys from dot to dot, left to right and bottom to top", () => {
  const { marks, press, focused } = page();
  marks[1].focus();
  const walk = ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"].map(
    (key) => {
      press(key);
      return focused();
    },
  );
  // By x: 1, 3, 0, 2.
  assertEquals(walk, [3, 0, 2, 2, 0, 1, 2]);
  assertEquals(marks.map((mark) => mark.getAttribute("tabindex")), ["-1", "-1", "0", "-1"]);
  press("Home");
  const climb = ["ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp"].map((key) => {
    press(key);
    return focused();
  });
  assertEquals(climb, [1, 3, 0, 2, 2]);
});

Deno.test("startScatter() opens by Enter or space, closes by Escape, and leaves other keys alone", () => {
  const { marks, press, panel, tip } = page();
  marks[3].focus();
  assertEquals(tip.querySelector("code").textContent, "architecture 3");
  for (const key of ["Enter", " "]) {
    press(key);
    assert(!panel.hidden);
    press("Escape");
    assert(panel.hidden && tip.hidden);
  }
  for (const [key, facts] of [["a", {}], ["Enter", { ctrlKey: true }]] as const) {
    press(key, facts);
    assert(panel.hidden);
  }
});

Deno.test("startScatter() never makes elements of texts, and takes the plain titles away", () => {
  const { root, click } = page();
  click(places[1]!);
  assertEquals(root.querySelectorAll("img, script, title").length, 0);
  assert(root.hasAttribute("data-ready"));
});

Deno.test("startScatter() survives a plot without dots", () => {
  const { document } = parseHTML(
    `<!doctype html><html><body><div><div data-part="tip"></div><div data-part="panel"></div></div></body></html>`,
  ) as Any;
  startScatter(document.querySelector("div"), []);
});
