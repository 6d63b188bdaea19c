import { createHash } from "node:crypto";

/** The first row of a seed was made at this moment, each further one a millisecond later: 2024-01-01. */
const FIRST_MS = 1_704_067_200_000;

/**
 * The identifier of row `row` of an entity, the same every time, in the shape of a UUIDv7 (RFC 9562): it sorts by
 * the row's number.
 */
export function identifierFor(entity: string, row: number): string {
  const time = (FIRST_MS + row).toString(16).padStart(12, "0");
  const hash = createHash("sha256").update(`${entity} ${row}`).digest("hex");
  const variant = "89ab"[Number.parseInt(hash.charAt(0), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(1, 4)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
