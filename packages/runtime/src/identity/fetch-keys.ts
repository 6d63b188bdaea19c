import type { JSONWebKeySet } from "jose";

/** Milliseconds that a fetch may take, body included. */
const timeout = 5_000;
/** Bytes of a key set at most. */
const largest = 512 * 1024;

/**
 * Checks that keys would be fetched from where nobody can put others in their place: over TLS, or from this machine.
 *
 * @throws `TypeError` with the address, for any other.
 */
export function assertTrustworthy(url: string): void {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol === "https:" || (address?.protocol === "http:" && isLoopback(address.hostname)))
    return;
  throw new TypeError(
    `The keys' address "${url}" must begin with https:// (http:// is for this machine only: localhost, 127.0.0.1, [::1]).`,
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The key set at an address (RFC 7517, section 5). Follows no redirection, and reads no more than 512 KiB.
 * Rejects with an `Error` that says what was wrong.
 */
export async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: "application/jwk-set+json, application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(timeout),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}; expected 200`);
  }
  const set: unknown = JSON.parse(await readAtMost(response, largest));
  if (!isKeySet(set)) throw new Error(`${url} did not answer with a JSON Web Key Set`);
  return set;
}

async function readAtMost(response: Response, bytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > bytes) throw new Error(`${response.url} answered with more than ${bytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return (
    typeof value === "object" &&
    value !== null &&
    "keys" in value &&
    Array.isArray(value.keys) &&
    value.keys.every((key) => typeof key === "object" && key !== null && !Array.isArray(key))
  );
}
