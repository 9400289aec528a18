/**
 * What a table does in the page that shows it: a click on a head sorts its rows. This file is never loaded there: the
 * text of its function is written into the output, so it may use nothing but its arguments and the browser.
 * @module
 */

/**
 * Makes the named heads of `root` buttons. The first click puts the greatest number, or the first word, on top; the second
 * turns the order round; the third brings back the order in which the rows came. Missing numbers stay at the end. A
 * cell's number is its `data-value`.
 */
export function startTable(root) {
  root.setAttribute("data-ready", "");
  const page = root.ownerDocument;
  const body = root.querySelector("tbody");
  const heads = [...root.querySelectorAll("thead th")];
  const rows = [...body.children].map((row, place) => ({ row, place }));
  const words = new Intl.Collator(undefined, { numeric: true });

  const sortBy = (column, direction) => {
    const isNumber = heads[column].classList.contains("number");
    const valueOf = ({ row }) => {
      const cell = row.children[column];
      if (!isNumber) return cell.textContent;
      const value = cell.getAttribute("data-value");
      return value === null ? NaN : Number(value);
    };
    const compare = (a, b) => {
      const [x, y] = [valueOf(a), valueOf(b)];
      if (!isNumber) return direction * words.compare(x, y);
      const [noX, noY] = [Number.isNaN(x), Number.isNaN(y)];
      if (noX || noY) return Number(noX) - Number(noY);
      return x === y ? 0 : x < y ? -direction : direction;
    };
    const sorted = rows.slice().sort((a, b) => compare(a, b) || a.place - b.place);
    body.append(...sorted.map(({ row }) => row));
  };

  heads.forEach((head, column) => {
    if (head.textContent.trim() === "") return; // a button needs a name
    const button = page.createElement("button");
    button.setAttribute("type", "button");
    button.append(...head.childNodes);
    head.append(button);
    const order = head.classList.contains("number")
      ? ["descending", "ascending", null]
      : ["ascending", "descending", null];
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(head.getAttribute("aria-sort")) + 1) % order.length];
      for (const other of heads) other.removeAttribute("aria-sort");
      if (next === null) return body.append(...rows.map(({ row }) => row));
      head.setAttribute("aria-sort", next);
      sortBy(column, next === "ascending" ? 1 : -1);
    });
  });
}
