import type { Blobs, Content } from "./blobs.js";

/** A file as a commit has it. */
export interface Entry {
  readonly mode: string;
  readonly id: string;
}

export const submodule = "160000";
export const symlink = "120000";

/** A file that is new, or says something else. */
export interface Changed extends Entry {
  readonly path: string;
  /** What it was, and where; undefined where it is new. */
  readonly before?: { readonly path: string; readonly id: string } | undefined;
  /** The commit that has it, where the last one of the range has it no more. */
  readonly commit?: string | undefined;
}

/** What would be committed, beside what there was. */
export interface Snapshot {
  readonly scope: "staged" | "all" | "range";
  /** The repository's folder. */
  readonly directory: string;
  /** Every file that there will be. */
  readonly files: ReadonlyMap<string, Entry>;
  /** Files that there will be and that are not as they were. */
  readonly changed: readonly Changed[];
  /** What a commit of the range brought and a later one changed or took away: it stays in the history. */
  readonly passing: readonly Changed[];
  /** Paths of files that there were. */
  readonly before: ReadonlyMap<string, Entry>;
  readonly blobs: Blobs;
}

/** What a file will hold; undefined where there will be none, or where it is no text. */
export function textOf(snapshot: Snapshot, path: string): string | undefined {
  const entry = snapshot.files.get(path);
  if (!entry || entry.mode === submodule) return undefined;
  return asText(snapshot.blobs.content(entry.id));
}

/** What a file held before. */
export function textBefore(snapshot: Snapshot, path: string): string | undefined {
  const entry = snapshot.before.get(path);
  if (!entry || entry.mode === submodule) return undefined;
  return asText(snapshot.blobs.content(entry.id));
}

function asText(content: Content): string | undefined {
  return content.kind === "text" ? content.text : undefined;
}
