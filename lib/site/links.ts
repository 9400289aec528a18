/**
 * The links of rendered pages.
 * @module
 */

/** The page of a notebook: the first in reading order, numbered 00, is the site's index. */
export function pageName(notebook: string): string {
  return notebook.startsWith("00_") ? "index.html" : notebook.replace(/\.ipynb$/, ".html");
}

/**
 * A page with its links to notebooks of the site turned into links to their pages.
 *
 * @param notebooks file names of the notebooks that have a page
 */
export function linkPages(html: string, notebooks: readonly string[]): string {
  return html.replaceAll(
    /(\bhref=")(?:\.\/)?([^"/#?]+\.ipynb)(?=["#])/g,
    (whole, start: string, name: string) => notebooks.includes(name) ? start + pageName(name) : whole,
  );
}

/**
 * Addresses that a browser would ask for when it shows the page: sources of pictures and scripts, style sheets,
 * imports. Links that a reader may follow don't count, nor does what is inside the page (`data:`).
 */
export function loadedAddresses(html: string): string[] {
  const patterns = [
    /\bsrc(?:set)?\s*=\s*["']?((?:https?:)?\/\/[^"'\s>]+)/gi,
    /<link\b[^>]*\bhref\s*=\s*["']?((?:https?:)?\/\/[^"'\s>]+)/gi,
    /\burl\(\s*["']?((?:https?:)?\/\/[^"')\s]+)/gi,
    /\bimport\s*\(?\s*["']((?:https?:)?\/\/[^"']+)/g,
    /\bfetch\(\s*["'`]((?:https?:)?\/\/[^"'`]+)/g,
  ];
  return [
    ...new Set(patterns.flatMap((pattern) => [...html.matchAll(pattern)].map(([, address]) => address!))),
  ];
}
