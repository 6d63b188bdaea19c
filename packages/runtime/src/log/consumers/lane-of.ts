import { createHash } from "node:crypto";
import type { Delivery } from "../../postgres/consumers/index.js";

/** Characters of a key that is its lane as it is; a longer one is a digest, so that an index can hold it. */
const longest = 200;

/**
 * Within which lane an entry is kept in order: entries of one key are handled one after another, events and changes alike. An
 * entry without a key waits for no other, and none waits for it.
 */
export function laneOf({ key, position }: Pick<Delivery, "key" | "position">): string {
  if (key === "") return `position:${position}`;
  return key.length <= longest
    ? `key:${key}`
    : `digest:${createHash("sha256").update(key).digest("base64url")}`;
}
