/**
 * What the user can do about a step that failed, by what its programs said.
 * @module
 */
import { wantedPython } from "./python.ts";

/** Signs of a cause in what programs say, and what helps. The first that is found counts. */
const causes: readonly (readonly [sign: RegExp, advice: string])[] = [
  [
    /No space left on device|Errno 28\b|ENOSPC|os error 28\b|Disk quota exceeded/i,
    "free some disk: set-up needs 3 GB in the project's folder (and pip's and Deno's caches grow in your home).",
  ],
  [
    /failed to map segment from shared object|Permission denied: '[^']*bin\/python/i,
    "move the project to a disk whose programs may run: this one is mounted `noexec`.",
  ],
  [
    /Permission denied|Read-only file system|Errno (13|30)\b|EACCES|EROFS|os error (13|30)\b/i,
    "see which file may not be written above, and give it to yourself (chown), or clone the project anew; " +
    "files that root has made here stay root's.",
  ],
  [
    /CERTIFICATE_VERIFY_FAILED|UnknownIssuer|unable to get local issuer|self[- ]signed certificate/i,
    "name the certificate of your network: PIP_CERT for pip; for Deno DENO_CERT, or DENO_TLS_CA_STORE=system.",
  ],
  [
    /DO NOT MATCH THE HASHES|integrity check(sum)? failed|checksum mismatch/i,
    "empty the cache (`pip cache purge`, `deno clean`): a downloaded file is damaged, or your mirror has changed it.",
  ],
  [
    /name resolution|Name or service not known|could not resolve|dns error|getaddrinfo|Network is unreachable|No route to host/i,
    "connect to the network: no host was found. Behind a proxy set HTTPS_PROXY; for a mirror PIP_INDEX_URL and NPM_CONFIG_REGISTRY.",
  ],
  [
    /timed out|could not connect|Connection (refused|reset|aborted)|NewConnectionError|ProxyError|error sending request|Tunnel connection failed/i,
    "check the network, its proxy (HTTPS_PROXY) and your mirrors (PIP_INDEX_URL, NPM_CONFIG_REGISTRY): a host did not answer.",
  ],
  [
    /No matching distribution found/i,
    "check PIP_INDEX_URL, PIP_NO_INDEX and pip's settings (`pip config list`): the index that pip asked lacks a package.",
  ],
  [
    /Cannot find a Python|ensurepip|No module named '?venv/i,
    `install a Python of ${wantedPython} with its venv module ` +
    "(Debian, Ubuntu: apt-get install python3 python3-venv).",
  ],
  [
    /\bKilled\b|SIGKILL|Cannot allocate memory|out of memory|std::bad_alloc|MemoryError/i,
    "free some memory: a program was stopped for want of it.",
  ],
];

/** What to do about the cause in a step's last output and its error; undefined if no cause is known. */
export function adviceFor(output: string): string | undefined {
  // apt warns of what does not stop it.
  const text = output.replaceAll(/^W: .*$/gm, "");
  return causes.find(([sign]) => sign.test(text))?.[1];
}
