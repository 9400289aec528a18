/**
 * The part of danfojs-node that this room uses. The package's own types would bring those of Node, which clash with
 * Deno's.
 */
export class DataFrame {
  constructor(rows: readonly (readonly unknown[])[], options: { readonly columns: readonly string[] });
  readonly columns: string[];
  readonly values: unknown[];
}
