import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { errnoOf } from "./file-failure.js";

/** A new password of 192 bits, in characters that need no escaping in a URL, in SQL or in a shell. */
export function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/** The password kept beside the data directory; `undefined` when the file is absent or empty. */
export function readPassword(secretFile: string): string | undefined {
  try {
    return readFileSync(secretFile, "utf8").trim() || undefined;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

export function keepPassword(secretFile: string, password: string): void {
  writeFileSync(secretFile, `${password}\n`, { mode: 0o600 });
}
