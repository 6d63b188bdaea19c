import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ToolError } from "../../../tool-error.js";
import { blobsOf } from "./blobs.js";
import { ask, git, repositoryOf } from "./git.js";
import { parseDiff, parseIndex, parseTree, type Record } from "./listing.js";
import { type Changed, type Entry, type Snapshot, submodule } from "./snapshot.js";

const MOST_COMMITS = 10_000;

/** What is to be looked at: what is staged, all that is tracked, or the commits of a range. */
export type Scope =
  | { readonly kind: "staged" }
  | { readonly kind: "all" }
  | { readonly kind: "range"; readonly range: string };

/**
 * Reads from git alone what would be committed: neither the working tree nor anything that it holds is looked at.
 *
 * @throws ToolError GIT_MISSING, GIT_FAILED, NOT_A_REPOSITORY, RANGE_INVALID
 */
export function readSnapshot(from: string, scope: Scope): Snapshot {
  const directory = repositoryOf(from);
  if (scope.kind === "range") return rangeOf(directory, scope.range);
  const files = withoutIntended(
    directory,
    parseIndex(git(directory, ["ls-files", "--stage", "-z", "--full-name"])),
  );
  if (scope.kind === "all" || ask(directory, ["rev-parse", "--verify", "--quiet", "HEAD"]) === undefined)
    return snapshot("all" === scope.kind ? "all" : "staged", directory, files, additions(files));
  const records = staged(directory, "HEAD", "-M");
  const others = mergedHeads(directory).map(
    (head) => new Set(staged(directory, head, "--no-renames").map(({ path }) => path)),
  );
  return snapshot(
    "staged",
    directory,
    files,
    // What a merge takes over as another branch has it was looked at there.
    records,
    (path) => others.every((changed) => changed.has(path)),
  );
}

function staged(directory: string, against: string, renames: string): readonly Record[] {
  return parseDiff(
    git(directory, [
      "diff-index",
      "--cached",
      "--ita-invisible-in-index",
      "--raw",
      "-z",
      "--no-abbrev",
      renames,
      against,
      "--",
    ]),
  );
}

/** An empty file and an empty tree, as git calls them by SHA-1 and by SHA-256. */
const empty = [
  {
    blob: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    tree: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  },
  {
    blob: "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    tree: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
  },
] as const;

/** Without what `git add --intent-to-add` only announces: it stands in the index as an empty file, and no commit has it. */
function withoutIntended(directory: string, files: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  const none = empty.find(({ blob }) => [...files.values()].some(({ id }) => id === blob));
  if (!none) return files;
  const listed = git(directory, [
    "diff-index",
    "--cached",
    "--ita-invisible-in-index",
    "--name-only",
    "-z",
    "--no-renames",
    none.tree,
    "--",
  ]);
  const committed = new Set(listed.toString("utf8").split("\0"));
  return new Map([...files].filter(([path, { id }]) => id !== none.blob || committed.has(path)));
}

function mergedHeads(directory: string): readonly string[] {
  const path = ask(directory, ["rev-parse", "--git-path", "MERGE_HEAD"]);
  const file = path === undefined ? undefined : resolve(directory, path);
  if (file === undefined || !existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /^[0-9a-f]{40,64}$/.test(line));
}

function rangeOf(directory: string, range: string): Snapshot {
  const [, from = "", to = ""] = /^(.+?)\.{2,3}(.*)$/.exec(range) ?? [undefined, range, ""];
  const last = commitOf(directory, to || "HEAD", range);
  const files = parseTree(git(directory, ["ls-tree", "-r", "-z", "--full-tree", last]));
  // Zeros are what git calls no commit: then the whole history is in the range.
  const first = /^0+$/.test(from) ? undefined : commitOf(directory, from, range);
  const base = first && (ask(directory, ["merge-base", first, last]) ?? first);
  const records = base
    ? parseDiff(git(directory, ["diff-tree", "-r", "--raw", "-z", "--no-abbrev", "-M", base, last, "--"]))
    : additions(files);
  const without = base ? [`^${base}`] : [];
  const commits = git(directory, [
    "rev-list",
    `--max-count=${MOST_COMMITS}`,
    last,
    ...without,
    "--",
  ]).toString();
  const passing = parseDiff(
    git(
      directory,
      ["diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-abbrev", "--no-renames"],
      {
        input: commits,
      },
    ),
  )
    .filter(({ path, after }) => after && files.get(path)?.id !== after.id)
    .flatMap(({ path, after, commit }) => (after ? [{ ...after, path, commit }] : []));
  return { ...snapshot("range", directory, files, records), passing };
}

function commitOf(directory: string, name: string, range: string): string {
  const id = ask(directory, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  if (id !== undefined) return id;
  throw new ToolError(
    "RANGE_INVALID",
    `"${name}" of the range "${range}" names no commit that is here.`,
    "Name two commits, such as origin/main..HEAD; a shallow clone lacks the older one: git fetch --unshallow",
    { exitCode: 2 },
  );
}

function additions(files: ReadonlyMap<string, Entry>): readonly Record[] {
  return [...files].map(([path, after]) => ({ path, after }));
}

function snapshot(
  scope: Snapshot["scope"],
  directory: string,
  files: ReadonlyMap<string, Entry>,
  records: readonly Record[],
  counts: (path: string) => boolean = () => true,
): Snapshot {
  const before = new Map(files);
  const changed: Changed[] = [];
  for (const { path, after, old, from } of records) {
    if (after) before.delete(path);
    if (old) before.set(from ?? path, old);
    if (!after || after.mode === submodule || !counts(path)) continue;
    changed.push({ ...after, path, ...(old && { before: { path: from ?? path, id: old.id } }) });
  }
  const blobs = blobsOf(directory, neighbours([files, before]));
  return { scope, directory, files, changed, passing: [], before, blobs };
}

/** Objects read along with one, before it and after it in the order of paths. */
const ALONG = { before: 100, after: 400 };

/** What lies beside an object in the trees that are given. */
function neighbours(trees: readonly ReadonlyMap<string, Entry>[]): (id: string) => readonly string[] {
  let ids: readonly string[] | undefined;
  let places: ReadonlyMap<string, number> | undefined;
  return (id) => {
    ids ??= [
      ...new Set(
        trees.flatMap((tree) =>
          [...tree.values()].filter(({ mode }) => mode !== submodule).map((entry) => entry.id),
        ),
      ),
    ];
    places ??= new Map(ids.map((one, place) => [one, place]));
    const place = places.get(id);
    return place === undefined ? [] : ids.slice(Math.max(0, place - ALONG.before), place + ALONG.after);
  };
}
