import { dirname, join } from "node:path/posix";
import { type Snapshot, textOf } from "../git/index.js";

/** What a `package.json` says, as far as the guard asks. */
export interface Manifest {
  readonly path: string;
  /** `.` for the repository's folder. */
  readonly folder: string;
  readonly name?: string | undefined;
  readonly dependencies: Ranges;
  readonly devDependencies: Ranges;
  readonly peerDependencies: Ranges;
  readonly optionalDependencies: Ranges;
  readonly scripts: Ranges;
  readonly bin: readonly string[];
  /** The whole of it. */
  readonly data: { readonly [key: string]: unknown };
}

export interface Ranges {
  readonly [name: string]: string;
}

const known = new WeakMap<Snapshot, Map<string, Manifest | undefined>>();

/** The manifest at a path; undefined where there is none, or where it is not an object of JSON. */
export function manifestAt(snapshot: Snapshot, path: string): Manifest | undefined {
  const manifests = known.get(snapshot) ?? new Map<string, Manifest | undefined>();
  known.set(snapshot, manifests);
  if (!manifests.has(path)) manifests.set(path, parse(path, textOf(snapshot, path)));
  return manifests.get(path);
}

/** The manifests of a file's folder and of the folders above it, the nearest first. */
export function manifestsAbove(snapshot: Snapshot, path: string): readonly Manifest[] {
  const found: Manifest[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    const manifest = snapshot.files.has(file) ? manifestAt(snapshot, file) : undefined;
    if (manifest) found.push(manifest);
    if (folder === ".") return found;
  }
}

/** Every path of a `package.json`, but those of packages that were installed. */
export function manifestPaths(snapshot: Snapshot): readonly string[] {
  return [...snapshot.files.keys()].filter(
    (path) => /(?:^|\/)package\.json$/.test(path) && !/(?:^|\/)node_modules\//.test(path),
  );
}

/** Whether a project declares a package, for whatever purpose. */
export function declares(manifest: Manifest, name: string): boolean {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
  return [dependencies, devDependencies, peerDependencies, optionalDependencies].some((ranges) =>
    Object.hasOwn(ranges, name),
  );
}

function parse(path: string, text: string | undefined): Manifest | undefined {
  if (text === undefined) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(data)) return undefined;
  const bin = data.bin;
  return Object.freeze({
    path,
    folder: dirname(path),
    name: typeof data.name === "string" ? data.name : undefined,
    dependencies: ranges(data.dependencies),
    devDependencies: ranges(data.devDependencies),
    peerDependencies: ranges(data.peerDependencies),
    optionalDependencies: ranges(data.optionalDependencies),
    scripts: ranges(data.scripts),
    bin: typeof bin === "string" ? [bin] : Object.values(ranges(bin)),
    data,
  });
}

function ranges(value: unknown): Ranges {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
