import { existsSync } from "node:fs";
import { join } from "node:path";
import { createDevelopmentIssuer, type DevelopmentIssuer } from "@lintel/runtime/tools";
import { ToolError } from "../tool-error.js";
import type { Project } from "./project.js";
import { prepareState, readNote, writePrivately } from "./state.js";

/**
 * The issuer of this project's tokens for development, made on first use. Its private key stays in `.lintel/`,
 * readable by this user alone, and only `lintel dev` of this project believes what it signs.
 *
 * @throws ToolError KEYS_UNREADABLE
 */
export function developmentIssuer(project: Project): DevelopmentIssuer {
  const file = join(prepareState(project), "development-keys.json");
  if (!existsSync(file)) {
    const made = createDevelopmentIssuer();
    writePrivately(file, made);
    return made;
  }
  const found = readNote(file);
  if (isIssuer(found)) return found;
  throw new ToolError(
    "KEYS_UNREADABLE",
    `${file} does not hold development keys that can be read.`,
    `Remove it, and new ones are made: rm ${file}`,
  );
}

function isIssuer(value: unknown): value is DevelopmentIssuer {
  if (typeof value !== "object" || value === null) return false;
  const { issuer, audience, set, privateKey } = value as Record<string, unknown>;
  return (
    typeof issuer === "string" &&
    typeof audience === "string" &&
    typeof set === "object" &&
    typeof privateKey === "object"
  );
}
