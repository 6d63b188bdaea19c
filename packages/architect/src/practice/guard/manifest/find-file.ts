import { dirname, join } from "node:path/posix";
import { type Snapshot, submodule, symlink, textOf } from "../git/index.js";
import { isIgnored } from "../ignore/index.js";
import { type Manifest, manifestAt } from "../packages/index.js";

const compiled: { readonly [extension: string]: readonly string[] } = {
  ".js": [".ts", ".tsx", ".d.ts", ".jsx"],
  ".mjs": [".mts", ".d.mts"],
  ".cjs": [".cts", ".d.cts"],
  ".jsx": [".tsx"],
};
const left = [
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".json",
  ".d.ts",
  ".node",
  ".vue",
  ".svelte",
];

/**
 * The file that a path of an import leads to: as it stands, as the source that it is compiled from, with an extension, or as the index of a folder.
 * `elsewhere` where it is in a submodule, beyond the repository, or kept out of it and made by a build.
 */
export function findFile(snapshot: Snapshot, given: string): string | "elsewhere" | undefined {
  const known = foundIn.get(snapshot) ?? new Map<string, string | undefined>();
  foundIn.set(snapshot, known);
  if (known.has(given)) return known.get(given);
  // Folders that name each other lead nowhere.
  known.set(given, undefined);
  const found = lookFor(snapshot, given);
  known.set(given, found);
  return found;
}

/** Where paths were found: the same few are imported by many. */
const foundIn = new WeakMap<Snapshot, Map<string, string | undefined>>();

function lookFor(snapshot: Snapshot, given: string): string | undefined {
  const path = followLinks(snapshot, given.replace(/[?#].*$/, ""));
  if (path === undefined || path.startsWith("../") || path === "..") return "elsewhere";
  const { files } = snapshot;
  const [extension = ""] = /\.[cm]?jsx?$/.exec(path) ?? [];
  const stem = extension === "" ? path : path.slice(0, -extension.length);
  const built = [
    path,
    ...(compiled[extension] ?? []).map((other) => stem + other),
    ...left.map((other) => path + other),
  ];
  const isThere = (candidate: string) => files.has(candidate);
  const found = built.find(isThere) ?? left.map((other) => join(path, `index${other}`)).find(isThere);
  if (found !== undefined) return found;
  const manifest = manifestAt(snapshot, join(path, "package.json"));
  if (manifest) return mainOf(snapshot, manifest) ?? manifest.path;
  // What a build makes is there when it is asked for, and is not committed.
  return built.some((candidate) => isIgnored(snapshot, candidate)) ? "elsewhere" : undefined;
}

/** What the folder of a package stands for where it is asked for by its path: `main`, as Node takes it. */
function mainOf(snapshot: Snapshot, { folder, data }: Manifest): string | "elsewhere" | undefined {
  if (typeof data.main !== "string") return undefined;
  return findFile(snapshot, join(folder, data.main));
}

/** A path after the symbolic links on its way; undefined where it leads into a submodule. */
function followLinks(snapshot: Snapshot, given: string, most = 10): string | undefined {
  const parts = given.split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = parts.slice(0, depth).join("/");
    const entry = snapshot.files.get(path);
    if (entry?.mode === submodule) return undefined;
    if (entry?.mode !== symlink) continue;
    const target = textOf(snapshot, path);
    if (target === undefined || most === 0) return undefined;
    return followLinks(snapshot, join(dirname(path), target, ...parts.slice(depth)), most - 1);
  }
  return given;
}
