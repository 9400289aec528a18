/**
 * The command that brings data sets into `data/`.
 * @module
 */
import { parseArgs } from "node:util";
import { type DatasetName, datasets, findDataset } from "./dataset.ts";
import { fetchDataset } from "./fetch_dataset.ts";

const usage = `deno run --allow-read --allow-write --allow-net --allow-env --allow-run=apt-get,dpkg \\
  lib/datasets/main.ts NAME...

  NAME  ${Object.keys(datasets).join(" or ")}`;

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    options: { help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help || positionals.length === 0) {
    console.log(usage);
  } else {
    try {
      const names = positionals.map((name) => findDataset(name).name as DatasetName);
      for (const name of names) await fetchDataset(name, { log: console.log });
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      Deno.exit(1);
    }
  }
}
