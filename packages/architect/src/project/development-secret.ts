import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Project } from "./project.js";
import { prepareState, readNote, writePrivately } from "./state.js";

/**
 * The secret with which `lintel dev` signs cursors, made on first use and kept in `.lintel/`, readable by this user
 * alone: a cursor is still good after a reload. One that cannot be read is made anew.
 */
export function developmentSecret(project: Project): string {
  const file = join(prepareState(project), "development-secret.json");
  const found = readNote(file) as { readonly secret?: unknown } | undefined;
  if (typeof found?.secret === "string" && found.secret.length >= 32) return found.secret;
  const secret = randomBytes(32).toString("base64url");
  writePrivately(file, { secret });
  return secret;
}
