import { createHash } from "node:crypto";
import { unixLines } from "./part.js";

/** Of what Lintel wrote: another one means that a person changed it since. */
export function digestOfText(text: string): string {
  return createHash("sha256").update(unixLines(text)).digest("hex");
}
