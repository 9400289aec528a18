// What a page does besides being read: switches for colours and code, and the sections of the page in its contents.
{
  const root = document.documentElement;
  const remember = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Without storage the choice holds for this page.
    }
  };
  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  const themeSwitch = document.getElementById("theme-switch");
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  themeSwitch.hidden = false;
  themeSwitch.addEventListener("click", () => {
    const now = root.dataset.theme ?? (systemDark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    remember("theme", root.dataset.theme);
  });

  const cells = document.querySelectorAll("details.code");
  const codeSwitch = document.getElementById("code-switch");
  const showCode = (shown) => {
    for (const cell of cells) cell.open = shown;
    codeSwitch.textContent = shown ? "Hide code" : "Show code";
  };
  codeSwitch.hidden = cells.length === 0;
  if (recall("code") === "hidden") showCode(false);
  codeSwitch.addEventListener("click", () => {
    const shown = ![...cells].some((cell) => cell.open);
    showCode(shown);
    remember("code", shown ? "shown" : "hidden");
  });

  // What scrolls can be reached and scrolled by keys.
  for (const box of document.querySelectorAll("main :is(pre, div, table)")) {
    if (box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX)) {
      box.tabIndex = 0;
    }
  }

  const current = document.querySelector("#contents [aria-current]");
  const headings = document.querySelectorAll("main h2[id]");
  if (current && headings.length > 0) {
    const list = document.createElement("ol");
    for (const heading of headings) {
      const link = document.createElement("a");
      link.href = `#${heading.id}`;
      link.textContent = heading.textContent.replace(/¶$/, "");
      list.append(document.createElement("li"));
      list.lastChild.append(link);
    }
    current.after(list);
  }
}
