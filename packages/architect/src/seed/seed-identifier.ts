import { hash } from "node:crypto";

/** The first row of a seed was made at this moment, each further one a millisecond later: 2024-01-01. */
const FIRST_MS = 1_704_067_200_000;

/**
 * The identifier of row `row` of an entity, the same every time, in the shape of a UUIDv7 (RFC 9562): it sorts by
 * the row's number.
 */
export function identifierFor(entity: string, row: number): string {
  const time = (FIRST_MS + row).toString(16).padStart(12, "0");
  const digest = hash("sha256", `${entity} ${row}`, "hex");
  const variant = "89ab"[Number.parseInt(digest.charAt(0), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(1, 4)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}
