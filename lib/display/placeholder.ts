/**
 * An output that is known better later: a claim's box at the top of a notebook, say, whose verdict comes at its end.
 * @module
 */
import { type Displayable, jupyterDisplay } from "./displayable.ts";

/** Sends a message of the Jupyter protocol; `Deno.jupyter.broadcast` does. */
export type Broadcast = (type: string, content: Record<string, unknown>) => Promise<void> | void;

/** `Deno.jupyter.broadcast`, or nothing outside of a kernel, where to ask for it is an error. */
export function notebookBroadcast(): Broadcast | undefined {
  try {
    return Deno.jupyter.broadcast as Broadcast;
  } catch {
    return undefined;
  }
}

/** One output of a notebook cell: the first call shows it, each further one replaces it. */
export function rewritable(broadcast: Broadcast): (data: Readonly<Record<string, string>>) => Promise<void> {
  const transient = { display_id: crypto.randomUUID() };
  let isShown = false;
  return async (data) => {
    const type = isShown ? "update_display_data" : "display_data";
    isShown = true;
    // Deno 2.9 returns nothing here, whatever its types say.
    await broadcast(type, { data, metadata: {}, transient });
  };
}

/** An output that can be replaced. */
export interface Placeholder {
  /** Shows something else there; where there is no page, prints it. */
  replace(shown: Displayable): Promise<void>;
}

/**
 * Shows something here, to be replaced later.
 *
 * @param broadcast sends a message of the Jupyter protocol. @default the notebook's own
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
  const send = broadcast && rewritable(broadcast);
  const replace = async (item: Displayable): Promise<void> => {
    if (send === undefined) console.log(item.text);
    else await send(item[jupyterDisplay]());
  };
  await replace(shown);
  return { replace };
}
