import type { DraftedFile } from "../store/index.js";
import { mergeTexts } from "./merge-texts.js";
import { isConflict, type Proposal, type Proposed } from "./proposal.js";

/**
 * What a new draft would change in files that were drafted before. Nothing that a person changed is given up: an edit is merged, or the file stays.
 *
 * @param drafted as it was last drafted
 * @param next as it is drafted now
 * @param read a file as it is now; undefined where there is none
 * @param kept paths of which a person says that they stay as they are: what is proposed for them is settled
 */
export function proposalOf(
  drafted: readonly DraftedFile[],
  next: readonly DraftedFile[],
  read: (path: string) => string | undefined,
  kept: ReadonlySet<string> = new Set(),
): Proposal {
  const before = new Map(drafted.map(({ path, text }) => [path, text]));
  const now = new Map(next.map(({ path, text }) => [path, text]));
  const files: Proposed[] = [];
  const standing: DraftedFile[] = [];
  const applied: DraftedFile[] = [];
  for (const path of [...new Set([...before.keys(), ...now.keys()])].sort()) {
    const [base, wanted] = [before.get(path), now.get(path)];
    const proposed = kept.has(path) ? undefined : proposedFor(path, base, wanted, read(path));
    if (proposed) files.push(proposed);
    const note = (list: DraftedFile[], text: string | undefined) => {
      if (text !== undefined) list.push(Object.freeze({ path, text }));
    };
    note(standing, proposed ? base : wanted);
    note(applied, proposed && isConflict(proposed) ? base : wanted);
  }
  return Object.freeze({ files, standing, applied });
}

/** Undefined where nothing is to be done. */
function proposedFor(
  path: string,
  base: string | undefined,
  next: string | undefined,
  is: string | undefined,
): Proposed | undefined {
  if (base === next || is === next) return undefined;
  if (next === undefined) {
    if (is === undefined) return undefined;
    return is === base ? { kind: "remove", path, before: is } : { kind: "let-go", path };
  }
  if (base === undefined)
    return is === undefined
      ? { kind: "add", path, text: next }
      : { kind: "in-the-way", path, before: is, draft: next };
  if (is === undefined) return { kind: "taken-away", path, draft: next };
  if (is === base) return { kind: "replace", path, before: is, text: next };
  const merged = mergeTexts(is, base, next);
  if ("places" in merged) return { kind: "both-changed", path, places: merged.places, draft: next };
  return merged.text === is ? undefined : { kind: "merge", path, before: is, text: merged.text };
}
