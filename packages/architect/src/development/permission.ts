import { readFileSync } from "node:fs";
import { isSealed } from "../gate/index.js";
import type { Project } from "../project/index.js";

/** Whether a database may be opened for a project. */
export interface Permission {
  /** Resolves when it may; never, where nothing may be built. */
  readonly given: Promise<void>;
  /** A blueprint was read that may be built. */
  give(): void;
}

/**
 * A database is opened while the blueprint is still read, where that will be allowed: the brief is confirmed, or the blueprint seems to say that there is
 * none. Otherwise it waits until the blueprint was read, so that a project that is refused is left as it was. This decides when, never whether.
 */
export function createPermission({ blueprint, directory }: Project): Permission {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  if (speaksOfBrief(blueprint) || isSealed(directory)) give();
  return { given, give };
}

function speaksOfBrief(blueprint: string): boolean {
  try {
    return /\bbrief\b/.test(readFileSync(blueprint, "utf8"));
  } catch {
    return false;
  }
}
