import type { JSONWebKeySet, JWTVerifyGetKey } from "jose";
import * as errors from "jose/errors";
import { createLocalJWKSet } from "jose/jwks/local";
import type { Facts } from "../facts.js";
import { fetchKeys } from "./fetch-keys.js";
import { KeysUnavailable } from "./refusal.js";

/** Keys older than this (milliseconds) are asked for again while the old ones are still used. */
const refreshAfter = 5 * 60_000;
/** Keys older than this are not used any more, should the issuer not have answered since. */
const unusableAfter = 60 * 60_000;
/** Keys are asked for again at the earliest after this, however many tokens name a key that is not there. */
const cooldown = 10_000;
/** The same while there are no keys at all. */
const cooldownWithoutKeys = 1_000;

/** Where the keys that verify tokens come from. */
export interface KeySource {
  /** The key that a token's header names. Rejects with `KeysUnavailable`, or as jose does for a key that is not there. */
  readonly find: JWTVerifyGetKey;
  /** Has the keys at hand, if they can be had. Never rejects. */
  prefetch(): Promise<void>;
}

/** Keys that stay as they are. */
export function fixedKeys(set: JSONWebKeySet): KeySource {
  return { find: createLocalJWKSet(set), prefetch: async () => {} };
}

/**
 * Keys that the issuer publishes at an address (RFC 7517), as a small state machine:
 *
 * - none: the first token waits for a fetch; a fetch that fails is not repeated for a second.
 * - fresh (5 minutes): used as they are. A token that names an unknown key has them fetched again, at most every
 *   10 seconds, so that a new key is found and a flood of made-up names is not passed on.
 * - ageing (up to an hour): used as they are, and fetched again beside the request.
 * - too old: as none. An issuer that was silent for an hour may have withdrawn a key that we still believe.
 *
 * Whatever happens, one fetch runs at a time. Every fetch is reported: `keys.fetched` or `keys.failed`.
 *
 * @param replaced Called when other keys have taken the place of those that were used until now.
 */
export function publishedKeys(
  url: string,
  facts: Facts,
  clock: () => number,
  replaced: () => void,
): KeySource {
  let keys: JWTVerifyGetKey | undefined;
  let text = "";
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failed: unknown;
  let running: Promise<void> | undefined;

  const fetchOnce = async () => {
    triedAt = clock();
    try {
      const set = await fetchKeys(url);
      const next = JSON.stringify(set);
      if (next !== text) {
        const had = keys !== undefined;
        keys = createLocalJWKSet(set);
        text = next;
        if (had) replaced();
      }
      fetchedAt = clock();
      failed = undefined;
      facts.report({ fact: "keys.fetched", url, keys: set.keys.length });
    } catch (error) {
      failed = error;
      facts.report({ fact: "keys.failed", url, error });
    } finally {
      running = undefined;
    }
  };
  const refresh = () => {
    running ??= fetchOnce();
    return running;
  };
  const rested = (rest: number) => running !== undefined || clock() - triedAt >= rest;

  const find: JWTVerifyGetKey = async (header, token) => {
    const age = clock() - fetchedAt;
    if (age > unusableAfter) {
      if (rested(cooldownWithoutKeys)) await refresh();
      if (keys === undefined || clock() - fetchedAt > unusableAfter) throw new KeysUnavailable(failed);
    } else if (age > refreshAfter && rested(cooldown)) {
      void refresh();
    }
    if (keys === undefined) throw new KeysUnavailable(failed);
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (rested(cooldown)) await refresh();
      try {
        return await keys(header, token);
      } catch (stillUnknown) {
        throw failed === undefined ? stillUnknown : new KeysUnavailable(failed);
      }
    }
  };

  return { find, prefetch: refresh };
}
