/**
 * Long work in a notebook's cell: a forecast before it, a bar while it runs, and one line when it is done.
 * @module
 */
import { formatDuration, progress } from "../display/mod.ts";
import { forecast } from "./forecast.ts";
import { quiet, type Watch } from "./watch.ts";

/** Shows work in a notebook's cell. What is recorded is loaded without a bar. */
export const inNotebook: Watch = async (lab, { title, runs }, work) => {
  const hushed = { ...lab, watch: quiet };
  const { seconds, text } = await forecast(hushed, runs);
  if (seconds > 0) console.log(text);
  const bar = progress(title, 1);
  const found = await work(hushed, (done, total, note, value) => bar.update(done / total, note, value));
  const took = formatDuration(found.seconds);
  await bar.finish(found.loaded ? `${title}: loaded; computing took ${took}` : `${title}: done in ${took}`);
  return found;
};
