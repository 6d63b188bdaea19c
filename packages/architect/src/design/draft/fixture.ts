import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { System } from "@lintel/runtime";
import { type KeptInterview, takenFrom } from "../../cli/interview/fixture.js";
import { loadBlueprint } from "../../project/index.js";
import { demandOf } from "../capacity/index.js";
import { cutOf } from "../cut/index.js";
import { decisionsOf } from "../decisions/index.js";
import { type Needs, needsOf } from "../needs/index.js";
import { type DraftFile, draftOf } from "./index.js";

/** For tests: what is drafted of an interview that is kept. */
export async function draftedFrom(kept: KeptInterview): Promise<readonly DraftFile[]> {
  return drafted(needsOf((await takenFrom(kept)).interview.brief));
}

/** For tests: what is drafted of needs, with what follows from them. */
export function drafted(needs: Needs): readonly DraftFile[] {
  const cut = cutOf(needs);
  return draftOf({ needs, cut, decisions: decisionsOf({ needs, cut, demand: demandOf(needs) }) });
}

/** For tests: writes a draft into a folder. */
export function writeDraft(folder: string, files: readonly DraftFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** For tests: the system that a draft in a folder describes. */
export function loadDraft(folder: string): Promise<System> {
  const at = (name: string) => join(folder, name);
  return loadBlueprint({
    directory: folder,
    blueprint: at("blueprint.ts"),
    seed: at("seed.ts"),
    migrations: at("migrations"),
    state: at(".lintel"),
  });
}
