/**
 * The document that plots are drawn in: there is no browser where notebooks run, so linkedom stands in for one.
 * @module
 */
import { parseHTML } from "linkedom";
import { escapeHtml } from "./escape.ts";

/** The part of a DOM element that this room uses; Deno has no DOM types of its own. */
export interface DomElement {
  readonly nodeType: 1;
  readonly localName: string;
  readonly children: ArrayLike<DomElement>;
  readonly childNodes: Iterable<DomElement | DomText>;
  textContent: string | null;
  getAttributeNames(): string[];
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelector(selectors: string): DomElement | null;
  querySelectorAll(selectors: string): Iterable<DomElement>;
  remove(): void;
}

type DomText = Pick<DomElement, "textContent"> & { readonly nodeType: 3 };

/** A new document whose body holds `html`. */
export function parseDocument(html: string) {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`) as unknown as {
    readonly document: { readonly body: DomElement; createElement(name: string): DomElement };
  };
  return document;
}

/** The one document that makes the elements of all plots; nothing is ever put into its body. */
export const document = parseDocument("");

/** Sets attributes of an element. */
export function setAttributes(element: DomElement, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/**
 * An element as markup that HTML and XML read alike. That of linkedom itself has `<` in attributes as it is, which
 * only HTML allows.
 */
export function toMarkup(node: DomElement | DomText, isInSvg = false): string {
  if (node.nodeType !== 1) return escapeHtml(node.textContent ?? "");
  const name = node.localName;
  const isSvg = isInSvg || name === "svg";
  const attributes = node.getAttributeNames()
    .map((attribute) => ` ${attribute}="${escapeHtml(node.getAttribute(attribute)!)}"`).join("");
  const inner = [...node.childNodes].map((child) => toMarkup(child, isSvg)).join("");
  // HTML knows no short form of its own elements.
  return `<${name}${attributes}` + (isSvg && inner === "" ? "/>" : `>${inner}</${name}>`);
}
