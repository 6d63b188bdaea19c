import { demandOf } from "../capacity/index.js";
import { cutOf } from "../cut/index.js";
import { decisionsOf } from "../decisions/index.js";
import type { Needs } from "../needs/index.js";
import { type DraftFile, draftOf } from "./index.js";

/** For tests: what is drafted of needs, with the cut and the decisions that follow from them. */
export function drafted(needs: Needs): readonly DraftFile[] {
  const cut = cutOf(needs);
  return draftOf({ needs, cut, decisions: decisionsOf({ needs, cut, demand: demandOf(needs) }) });
}

/** For tests: a draft as files of a project, by their paths. */
export function asFiles(files: readonly DraftFile[], folder = ""): { readonly [path: string]: string } {
  return Object.fromEntries(files.map(({ path, text }) => [`${folder}${path}`, text]));
}
