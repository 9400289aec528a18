/**
 * An output that is known better later: a claim's box at the top of a notebook, say, whose verdict comes at its end.
 * @module
 */
import { type Displayable, jupyterDisplay } from "./displayable.ts";
import { type Broadcast, notebookBroadcast } from "./progress_view.ts";

/** An output that can be replaced. */
export interface Placeholder {
  /** Shows something else there; where there is no page, prints it. */
  replace(shown: Displayable): Promise<void>;
}

/**
 * Shows something here, to be replaced later.
 *
 * @param broadcast sends a message of the Jupyter protocol; the notebook's own unless told
 *
 * @example Outside a notebook both are printed
 * ```ts
 * import { displayable } from "./displayable.ts";
 * import { placeholder } from "./placeholder.ts";
 *
 * const verdict = await placeholder(displayable("<b>not run</b>", "not run"));
 * await verdict.replace(displayable("<b>reproduced</b>", "reproduced"));
 * ```
 */
export async function placeholder(
  shown: Displayable,
  broadcast: Broadcast | undefined = notebookBroadcast(),
): Promise<Placeholder> {
  const id = crypto.randomUUID();
  const send = async (type: string, { [jupyterDisplay]: bundle, text }: Displayable): Promise<void> => {
    if (broadcast === undefined) console.log(text);
    else await broadcast(type, { data: bundle(), metadata: {}, transient: { display_id: id } });
  };
  await send("display_data", shown);
  return { replace: (other) => send("update_display_data", other) };
}
