import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SystemModel } from "@lintel/runtime/tools";
import type { DraftedFile } from "../design/store/index.js";
import { findProject } from "../project/index.js";
import { readModel } from "../project/read-model.js";

/** The model of a draft that is not in its place: it is read from `.lintel`, from where the project's packages are found, and taken away again. */
export async function loadDraft(directory: string, draft: readonly DraftedFile[]): Promise<SystemModel> {
  const state = join(directory, ".lintel");
  mkdirSync(state, { recursive: true });
  writeFileSync(join(state, ".gitignore"), "*\n");
  const folder = mkdtempSync(join(state, "design-preview-"));
  try {
    for (const { path, text } of draft) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return (await readModel(findProject(folder))).model;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
