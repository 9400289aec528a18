import { assertEquals } from "@std/assert";
import { linkPages, loadedAddresses, pageName } from "../../lib/site/links.ts";

Deno.test("pageName() makes the overview the index", () => {
  assertEquals(pageName("00_overview.ipynb"), "index.html");
  assertEquals(pageName("03_correlation.ipynb"), "03_correlation.html");
});

Deno.test("linkPages() turns links to notebooks of the site into links to pages, and no others", () => {
  const names = ["00_overview.ipynb", "03_c.ipynb"];
  const table = [
    ['<a href="03_c.ipynb">', '<a href="03_c.html">'],
    ['<a href="./03_c.ipynb#The-result">', '<a href="03_c.html#The-result">'],
    ['<a class="x" href="00_overview.ipynb">', '<a class="x" href="index.html">'],
    ['<a href="other.ipynb">', '<a href="other.ipynb">'],
    ['<a href="https://example.org/03_c.ipynb">', '<a href="https://example.org/03_c.ipynb">'],
    ["<code>href=&quot;03_c.ipynb&quot;</code>", "<code>href=&quot;03_c.ipynb&quot;</code>"],
  ] as const;
  for (const [html, expected] of table) assertEquals(linkPages(html, names), expected);
});

Deno.test("loadedAddresses() finds what a browser would ask another host for", () => {
  const table = [
    ['<script src="https://a.org/x.js"></script>', ["https://a.org/x.js"]],
    ["<img alt='' src='//a.org/x.png'>", ["//a.org/x.png"]],
    ['<link rel="stylesheet" href="https://a.org/x.css">', ["https://a.org/x.css"]],
    ["<style>@font-face { src: url(https://a.org/f.woff) }</style>", ["https://a.org/f.woff"]],
    ['<script type="module">import x from "./x.js"; import "https://a.org/y.js";</script>', [
      "https://a.org/y.js",
    ]],
    ['<script>await fetch("https://a.org/data")</script>', ["https://a.org/data"]],
    ['<a href="https://a.org/">a link to follow</a>', []],
    ['<img src="data:image/png;base64,AA==">', []],
    ['<svg xmlns="http://www.w3.org/2000/svg"><use href="#mark"/></svg>', []],
  ] as const;
  for (const [html, addresses] of table) assertEquals(loadedAddresses(html), [...addresses], html);
});
