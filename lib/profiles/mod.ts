/**
 * The scales at which the claims are tested: named sets of constants.
 * @module
 */
import { didYouMean } from "../options.ts";
import { mathsVersion } from "../runs/mod.ts";
import { cifar } from "./cifar.ts";
import { paper } from "./paper.ts";
import { type Profile, type ProfileName, profileNames } from "./profile.ts";
import { quick } from "./quick.ts";
import { fashion, standard } from "./standard.ts";

export * from "./profile.ts";

/** The profiles by name. */
export const profiles: Readonly<Record<ProfileName, Profile>> = { quick, standard, cifar, fashion, paper };

/**
 * The profile of a name.
 *
 * @throws {RangeError} if there is none, with the names there are
 */
export function profileNamed(name: string): Profile {
  if ((profileNames as readonly string[]).includes(name)) return profiles[name as ProfileName];
  const wanted = `expected one of ${profileNames.join(", ")}${didYouMean(name, profileNames)}`;
  throw new RangeError(`Cannot use profile "${name}": ${wanted}`);
}

/**
 * The profile that the environment variable ONESHOT_PROFILE names; quick without it. With ONESHOT_FRESH nothing recorded
 * is read, so that all can be computed by the version that is here.
 */
export function currentProfile(): Profile {
  const profile = profileNamed(Deno.env.get("ONESHOT_PROFILE") ?? "quick");
  return Deno.env.get("ONESHOT_FRESH") === undefined ? profile : { ...profile, library: mathsVersion };
}
