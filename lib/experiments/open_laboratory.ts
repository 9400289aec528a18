/**
 * Opens laboratories: to compute in, or to read in.
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { loadTraining, measureNormalisation, splitTraining } from "../datasets/mod.ts";
import { loadRuntime } from "../engine/mod.ts";
import { openPool } from "../workers/mod.ts";
import { anyFunction, check, from0, members, optional, positiveInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import {
  inTurn,
  loadOr,
  mathsVersion,
  openArchive,
  openStore,
  type Store,
  watchForStop,
  withEarlier,
} from "../runs/mod.ts";
import { recordsFolder, runsFolder } from "../project.ts";
import { checkFit, checkProfile } from "./check_profile.ts";
import { type Laboratory, quiet, type Resources, type Watch } from "./laboratory.ts";

/** Options of {@linkcode openLaboratory}. */
export interface LaboratoryOptions {
  /** Where finished runs are kept. @default the profile's folder of the project's data/runs, behind it data/records */
  readonly store?: Store;
  /** Workers. @default one for each core */
  readonly workers?: number;
  /** Seconds of work that a kill may cost. @default 10 */
  readonly checkpointSeconds?: number;
  /** How long work is shown; `inNotebook()` shows it in cells. @default not at all */
  readonly watch?: Watch;
}

const isStore = (value: unknown) => typeof (value as Store | null)?.once === "function";
const schema = members<LaboratoryOptions>({
  store: optional(z.custom<Store>(isStore, "what openStore() returns")),
  workers: optional(positiveInteger),
  checkpointSeconds: optional(from0),
  watch: optional(anyFunction),
});

const CHECKPOINT_SECONDS = 10;

/** What a laboratory that only reads answers when something would have to be computed. */
export class NotRecorded extends Error {
  override readonly name = "NotRecorded";
}

/** A laboratory in which what is recorded can be looked at, and nothing be computed. */
export function openReadOnly(profile: Profile, store: Store = profileStore(profile)): Laboratory {
  checkProfile(profile);
  const workers = 1;
  const message = (what: string) => `Cannot compute: ${what} of profile ${profile.name} is not recorded`;
  return {
    ...{ profile, workers, checkpointSeconds: CHECKPOINT_SECONDS },
    store: onlyLoading(store, (kind) => message(`a run of kind ${kind}`)),
    watch: quiet,
    resources: () => Promise.reject(new NotRecorded(message("this run"))),
    isStopped: () => false,
    noteImages() {},
    provenance: (seed) => ({ seed, workers }),
    close: () => Promise.resolve(),
  };
}

/**
 * Where the project keeps a profile's runs: those made here, and behind them those that came with it. With the
 * environment variable ONESHOT_FRESH only those made here, so that all is computed.
 */
export function profileStore(profile: Profile): Store {
  const isFresh = Deno.env.get("ONESHOT_FRESH") !== undefined;
  return isFresh ? openStore(join(runsFolder, profile.name)) : beforeEarlier(profile, recordedStore);
}

/** The runs of a name that were made here, and behind them those that came with the project. */
export function recordedStore(name: string): Store {
  return openStore(join(runsFolder, name), { archive: openArchive(join(recordsFolder, name)) });
}

/** The runs of a profile that come with the project, and none that were made here. */
export function archivedStore(profile: Profile, records: string = recordsFolder): Store {
  return beforeEarlier(profile, (name) => {
    const folder = join(records, name);
    // The folder has no runs but the archive's.
    return openStore(folder, { archive: openArchive(folder) });
  });
}

/** The store of a profile, before that of the earlier profile whose runs it reads, too. */
function beforeEarlier({ name, earlier }: Profile, open: (name: string) => Store): Store {
  return earlier === undefined ? open(name) : withEarlier(open(name), open(earlier.profile), earlier.library);
}

/** A store whose runs are computed in turn with those of other processes, where these take turns. */
function inTurns(store: Store): Store {
  return {
    ...store,
    once: loadOr(store.load, (...asked) => inTurn(() => store.once(...asked))),
    // A turn comes first, always: who has a kind's lock and waits for a turn would keep its holder waiting.
    exclusively: (kind, work) => inTurn(() => store.exclusively(kind, work)),
  };
}

/** A store that loads runs, and makes no new ones. */
function onlyLoading(store: Store, message: (kind: string) => string): Store {
  const refuse = (kind: string) => Promise.reject(new NotRecorded(message(kind)));
  return { ...store, once: loadOr(store.load, refuse), exclusively: refuse };
}

/** A store that makes no new runs of a profile, as another version made those that there are. */
function onlyRecorded(store: Store, { name, library }: Profile): Store {
  return onlyLoading(
    store,
    (kind) =>
      `Cannot compute a run of kind ${kind} for profile ${name}: version ${library} of the mathematics made its runs, ` +
      `and this is version ${mathsVersion}, which rounds otherwise. What is recorded can be read; compute with another ` +
      "profile, such as quick, or all of this one anew (--fresh)",
  );
}

const worker = new URL("../training/worker.ts", import.meta.url);

/**
 * Opens a laboratory; costs nothing yet.
 *
 * @throws {RangeError} if a name in the profile or the options is unknown, a value not accepted, or numbers of the
 * profile contradict one another
 */
export function openLaboratory(profile: Profile, options: LaboratoryOptions = {}): Laboratory {
  checkProfile(profile);
  check("Cannot open a laboratory", schema, options);
  const {
    store = profileStore(profile),
    workers = navigator.hardwareConcurrency,
    checkpointSeconds = CHECKPOINT_SECONDS,
    watch = quiet,
  } = options;
  let opened: Promise<Resources> | undefined;
  let tensorflow: string | undefined;
  const open = async (): Promise<Resources> => {
    const images = await loadTraining(profile.dataset);
    const { training, scoring, standAlone } = splitTraining(images, {
      ...profile.split,
      scoring: profile.candidates.images,
    });
    checkFit(profile, images);
    const normalisation = measureNormalisation(training);
    const parts = {
      training: { ...training, normalisation },
      scoring: { ...scoring, normalisation },
      standAlone: { ...standAlone, normalisation },
    };
    const runtime = await loadRuntime();
    tensorflow = runtime.binding.TF_Version;
    return { runtime, pool: openPool(worker, workers), parts };
  };
  return {
    ...{ profile, workers, checkpointSeconds, watch },
    store: profile.library === mathsVersion ? inTurns(store) : onlyRecorded(store, profile),
    isStopped: watchForStop(),
    noteImages() {},
    // What failed, for want of data say, is tried again when it is asked for again.
    resources: () =>
      opened ??= open().catch((error) => {
        opened = undefined;
        throw error;
      }),
    provenance: (seed, images) => ({
      ...{ seed, workers, images },
      // Known once something was computed, and asked for after that.
      get tensorflow() {
        return tensorflow;
      },
    }),
    async close() {
      (await opened)?.pool.close();
      opened = undefined;
    },
  };
}
