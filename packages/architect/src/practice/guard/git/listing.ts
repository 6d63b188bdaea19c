import type { Entry } from "./snapshot.js";

/** A difference between two trees. */
export interface Record {
  readonly path: string;
  readonly after?: Entry | undefined;
  readonly old?: Entry | undefined;
  /** Where it was, if it was renamed. */
  readonly from?: string | undefined;
  /** Of a list of commits: which of them. */
  readonly commit?: string | undefined;
}

/** `git ls-files --stage -z`: of what is not merged yet, our side. */
export function parseIndex(output: Buffer): ReadonlyMap<string, Entry> {
  const files = new Map<string, Entry>();
  for (const line of output.toString("utf8").split("\0")) {
    const [, mode, id, stage, path] = /^(\d+) ([0-9a-f]+) (\d)\t([\s\S]+)$/.exec(line) ?? [];
    if (mode === undefined || id === undefined || path === undefined) continue;
    if (stage === "0" || stage === "2" || !files.has(path)) files.set(path, { mode, id });
  }
  return files;
}

/** `git ls-tree -r -z` */
export function parseTree(output: Buffer): ReadonlyMap<string, Entry> {
  const files = new Map<string, Entry>();
  for (const line of output.toString("utf8").split("\0")) {
    const [, mode, id, path] = /^(\d+) \S+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    if (mode !== undefined && id !== undefined && path !== undefined) files.set(path, { mode, id });
  }
  return files;
}

/** Of a merge: what it has as none of its parents does. The modes and ids of all of them stand before its own. */
const mergedEntry = /^:{2,}(?:\d{6} )+(\d{6}) (?:[0-9a-f]{40,64} )+([0-9a-f]{40,64}) [A-Z]+$/;

/** `git diff-index --raw -z`, and `git diff-tree --raw -z` of one pair or of many commits. */
export function parseDiff(output: Buffer): readonly Record[] {
  const words = output.toString("utf8").split("\0");
  const records: Record[] = [];
  let commit: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [, oldMode = "", mode = "", oldId = "", id = "", status = ""] =
      /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(word.trimStart()) ?? [];
    if (status === "") {
      const joined = mergedEntry.exec(word.trimStart());
      if (joined) {
        const [, mode = "", id = ""] = joined;
        at += 1;
        if (Number(mode) !== 0)
          records.push({
            path: words[at] ?? "",
            after: { mode, id },
            ...(commit !== undefined && { commit }),
          });
      } else if (/^[0-9a-f]{40,64}$/.test(word.trim())) commit = word.trim();
      continue;
    }
    at += 1;
    const first = words[at] ?? "";
    const moved = status === "R" || status === "C";
    if (moved) at += 1;
    records.push({
      path: moved ? (words[at] ?? "") : first,
      ...(moved && { from: first }),
      ...(Number(mode) !== 0 && { after: { mode, id } }),
      ...(Number(oldMode) !== 0 && status !== "C" && { old: { mode: oldMode, id: oldId } }),
      ...(commit !== undefined && { commit }),
    });
  }
  return records;
}
