import { createHash } from "node:crypto";

/** SHA-256 of a text as UTF-8, in hex. */
export function digestOfText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Of plain data, the same in whatever order its members stand: 16 hex digits, enough to notice an edit by hand. */
export function shortDigest(value: unknown): string {
  return digestOfText(JSON.stringify(value, inOrder) ?? "").slice(0, 16);
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
