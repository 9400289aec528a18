import { assertEquals, assertStringIncludes } from "@std/assert";
import { adviceFor } from "../../lib/setup/advice.ts";

/** What programs say when they fail, and a word of the advice. */
const table = [
  [
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    "free some disk",
  ],
  ["cc1plus: fatal error: /tmp/ccAbc.s: No space left on device", "free some disk"],
  ["error: failed writing file: Disk quota exceeded (os error 122)", "free some disk"],
  ["ImportError: libfoo.so: failed to map segment from shared object: Operation not permitted", "noexec"],
  ["PermissionError: [Errno 13] Permission denied: '/srv/oneshot/.venv/bin/python3'", "noexec"],
  ["PermissionError: [Errno 13] Permission denied: '/srv/oneshot/.venv/bin'", "chown"],
  ["OSError: [Errno 30] Read-only file system: '/srv/oneshot/.venv'", "chown"],
  [
    "WARNING: Retrying after connection broken by 'NewConnectionError(<urllib3...>: Failed to establish a new " +
    "connection: [Errno -3] Temporary failure in name resolution')\nERROR: No matching distribution found for tensorflow-cpu",
    "connect to the network",
  ],
  [
    "error sending request for url (https://packages.example.org/zod): dns error: failed to lookup",
    "connect to",
  ],
  [
    "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden'))",
    "HTTPS_PROXY",
  ],
  ["ReadTimeoutError: HTTPSConnectionPool(host='x', port=443): Read timed out.", "HTTPS_PROXY"],
  ["[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer", "PIP_CERT"],
  ["client error (Connect): invalid peer certificate: UnknownIssuer", "DENO_CERT"],
  ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "pip cache purge"],
  ["ERROR: No matching distribution found for tensorflow-cpu==2.21.0", "PIP_INDEX_URL"],
  ["/usr/bin/python3: No module named ensurepip", "python3-venv"],
  ["Cannot find a Python: found /usr/bin/python3 (3.9.2), wanted 3.10 to 3.13", "3.10 to 3.13"],
  ["g++: fatal error: Killed signal terminated program cc1plus", "memory"],
  ["/usr/bin/python3 ended with signal SIGKILL", "memory"],
] as const;

Deno.test("adviceFor() fits the cause that the output tells of", () => {
  for (const [said, word] of table) assertStringIncludes(adviceFor(`before\n${said}\nafter`) ?? "none", word);
});

Deno.test("adviceFor() is silent on what it does not know, and on warnings of apt that stop nothing", () => {
  assertEquals(adviceFor("pool.cc:12: error: expected ';' before '}' token"), undefined);
  const unsandboxed = "W: Download is performed unsandboxed as root (13: Permission denied)";
  assertEquals(adviceFor(unsandboxed), undefined);
  assertStringIncludes(adviceFor(`${unsandboxed}\nE: Could not resolve 'deb.debian.org'`)!, "network");
});
