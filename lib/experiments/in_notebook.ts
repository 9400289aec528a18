/**
 * Long work in a notebook's cell: a forecast before it, a bar while it runs, and one line when it is done.
 * @module
 */
import { formatDuration, progress } from "../display/mod.ts";
import { configurationHash } from "../runs/mod.ts";
import { forecast } from "./forecast.ts";
import { quiet, type Watch } from "./laboratory.ts";

/** Shows work in the cells of a notebook. Runs that are asked for again are not shown again. */
export function inNotebook(): Watch {
  const shown = new Set<string>();
  return async (lab, { title, runs }, work) => {
    const hushed = { ...lab, watch: quiet };
    const names = runs.map(({ kind, configuration }) => `${kind} ${configurationHash(configuration)}`);
    if (names.every((name) => shown.has(name))) return await work(hushed, () => {});
    const { seconds, text } = await forecast(hushed, runs);
    if (seconds > 0) console.log(text);
    const bar = progress(title, 1);
    const found = await work(hushed, (done, total, note, value) => bar.update(done / total, note, value));
    const took = formatDuration(found.seconds);
    await bar.finish(found.loaded ? `${title}: loaded; computing took ${took}` : `${title}: done in ${took}`);
    for (const name of names) shown.add(name);
    return found;
  };
}
