/**
 * What a scatter plot does in the page that shows it. This file is never loaded there: the text of its function is
 * written into the output, so it may use nothing but its arguments and the browser.
 * @module
 */

/**
 * Brings a scatter plot to life. The marks of `root` with a `data-point` are its dots; the words of dot i are
 * `points[i]`: its `name`, the `lines` of its tip, and its `facts` as pairs of name and value. `diagrams` has the SVG
 * of each name; several dots may bear one.
 */
export function startScatter(root, points, diagrams) {
  root.setAttribute("data-ready", "");
  const tip = root.querySelector("[data-part=tip]");
  const panel = root.querySelector("[data-part=panel]");
  const page = root.ownerDocument;
  const dots = [...root.querySelectorAll("[data-point]")];
  const pointOf = (dot) => points[Number(dot.getAttribute("data-point"))];
  let shown = null;
  let opened = null;

  const element = (name, text) => {
    const made = page.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const middleOf = (dot) => {
    const box = dot.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const hideTip = () => {
    if (shown) shown.removeAttribute("data-hot");
    shown = null;
    tip.hidden = true;
  };
  const showTip = (dot) => {
    if (dot === shown) return;
    hideTip();
    shown = dot;
    dot.setAttribute("data-hot", "");
    const { name, lines } = pointOf(dot);
    tip.replaceChildren(element("code", name), ...lines.map((line) => element("div", line)));
    tip.hidden = false;
    const frame = root.getBoundingClientRect();
    const [x, y] = middleOf(dot).map((value, axis) => value - (axis === 0 ? frame.left : frame.top));
    const left = Math.min(Math.max(x - tip.offsetWidth / 2, 0), Math.max(frame.width - tip.offsetWidth, 0));
    const above = y - tip.offsetHeight - 12;
    tip.style.left = `${left}px`;
    tip.style.top = `${above >= 0 ? above : y + 12}px`;
  };
  const close = () => {
    if (opened) {
      opened.removeAttribute("data-open");
      opened.setAttribute("aria-pressed", "false");
    }
    opened = null;
    panel.hidden = true;
  };
  const open = (dot) => {
    close();
    opened = dot;
    dot.setAttribute("data-open", "");
    dot.setAttribute("aria-pressed", "true");
    const { name, facts } = pointOf(dot);
    const drawing = element("div");
    drawing.innerHTML = diagrams[name];
    const table = element("table");
    for (const [fact, value] of facts) {
      const row = element("tr");
      const head = element("th", fact);
      head.setAttribute("scope", "row");
      row.append(head, element("td", value));
      table.append(row);
    }
    panel.replaceChildren(element("code", name), drawing, table);
    panel.hidden = false;
  };
  const toggle = (dot) => dot === opened ? close() : open(dot);

  const focus = (dot) => {
    for (const other of dots) other.setAttribute("tabindex", other === dot ? "0" : "-1");
    dot.focus();
  };
  // Dots from left to right and from bottom to top, for the arrow keys.
  const ranked = [0, 1].map((axis) => {
    const place = (dot) => Number(dot.getAttribute(axis === 0 ? "data-x" : "data-y"));
    return dots.slice().sort((a, b) => place(a) - place(b));
  });
  const step = (dot, axis, by) => ranked[axis][ranked[axis].indexOf(dot) + by] ?? dot;
  const keys = {
    ArrowLeft: (dot) => focus(step(dot, 0, -1)),
    ArrowRight: (dot) => focus(step(dot, 0, 1)),
    ArrowDown: (dot) => focus(step(dot, 1, -1)),
    ArrowUp: (dot) => focus(step(dot, 1, 1)),
    Home: () => focus(ranked[0][0]),
    End: () => focus(ranked[0].at(-1)),
    Enter: toggle,
    " ": toggle,
    Escape: () => {
      hideTip();
      close();
    },
  };
  for (const dot of dots) {
    for (const title of dot.querySelectorAll("title")) title.remove(); // the tip says it better
    dot.addEventListener("focus", () => showTip(dot));
    dot.addEventListener("blur", hideTip);
    dot.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act(dot);
    });
  }

  // A dot is hit by what comes near it: dots are small, and some lie under others.
  const nearest = (event, reach) => {
    let found = null;
    for (const dot of dots) {
      const [x, y] = middleOf(dot);
      const distance = Math.hypot(event.clientX - x, event.clientY - y);
      if (distance <= reach) [found, reach] = [dot, distance];
    }
    return found;
  };
  const plot = dots[0]?.closest("svg");
  plot?.addEventListener("pointermove", (event) => {
    const dot = nearest(event, 14);
    plot.style.cursor = dot ? "pointer" : "";
    if (dot) showTip(dot);
    else hideTip();
  });
  plot?.addEventListener("pointerleave", hideTip);
  plot?.addEventListener("click", (event) => {
    const dot = nearest(event, 14);
    if (!dot) return;
    focus(dot);
    toggle(dot);
  });
}
