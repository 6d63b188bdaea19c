import { createHash } from "node:crypto";

/**
 * JSON of plain data that is the same text for the same data: keys in the order of their code units, what is undefined left out. An order of a list
 * means something, and stays.
 */
function canonicalJson(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** SHA-256 of the canonical JSON, 64 digits of hex. */
export function digestOfData(data: unknown): string {
  return createHash("sha256").update(canonicalJson(data)).digest("hex");
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
