import { createHash } from "node:crypto";
import { digestOfData } from "../canonical.js";

/** SHA-256 of a text as UTF-8, in hex. */
export function digestOfText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Of plain data, in whatever order its members stand: 16 hex digits, enough to notice an edit by hand. */
export function shortDigest(data: unknown): string {
  return digestOfData(data).slice(0, 16);
}
