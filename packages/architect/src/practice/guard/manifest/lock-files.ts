import { join } from "node:path/posix";
import { parse } from "yaml";
import { type Snapshot, textOf } from "../git/index.js";
import { isObject } from "../packages/index.js";
import type { Sources } from "../source/index.js";

/** What a lock file says of a package's dependencies: the range by which each was asked for, or true where only the name is known. */
export interface Locked {
  readonly path: string;
  range(folder: string, name: string, wanted: string): string | true | undefined;
  /** Everything that it was made for; undefined where it does not say. */
  names(folder: string): readonly string[] | undefined;
}

const names = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
] as const;

/** The lock file of a folder; undefined where there is none. `folder` of its question is from there, and `.` for the folder itself. */
export function lockIn(
  snapshot: Snapshot,
  sources: Sources,
  folder: string,
): { readonly path: string; readonly read: () => Locked | "unreadable" } | undefined {
  const name = names.find((one) => snapshot.files.has(join(folder, one)));
  if (name === undefined) return undefined;
  const path = join(folder, name);
  const read = (): Locked | "unreadable" => {
    const text = textOf(snapshot, path);
    if (name === "bun.lockb") return { path, range: () => true, names: () => undefined };
    const read = text === undefined ? undefined : readers[name](text, sources);
    return read ? { path, ...read } : "unreadable";
  };
  return { path, read };
}

type Reader = (text: string, sources: Sources) => Omit<Locked, "path"> | undefined;

const groups = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** Of what a lock file has for each package of a workspace. */
function byFolder(of: (folder: string) => unknown): Omit<Locked, "path"> {
  return { range: (folder, name) => inGroups(of(folder), name), names: (folder) => namesIn(of(folder)) };
}

function npm(text: string): Omit<Locked, "path"> | undefined {
  const lock = json(text);
  if (!isObject(lock)) return undefined;
  const { packages, dependencies } = lock;
  if (!isObject(packages))
    return {
      range: (_folder, name) => (isObject(dependencies) && name in dependencies ? true : undefined),
      names: () => undefined,
    };
  return byFolder((folder) => packages[folder === "." ? "" : folder]);
}

function yarn(text: string): Omit<Locked, "path"> {
  const asked = new Map<string, Set<string>>();
  for (const [, line = ""] of text.matchAll(/^([^\s#][^\n]*):[ \t]*$/gm)) {
    for (const part of line.split(/,\s*/)) {
      const [, name, range] =
        /^"?(@?[^@"]+)@(?:npm:)?([^"]*)"?$/.exec(part.trim().replace(/^"|"$/g, "")) ?? [];
      if (name === undefined || range === undefined) continue;
      const ranges = asked.get(name) ?? new Set();
      asked.set(name, ranges.add(range));
    }
  }
  return {
    range(_folder, name, wanted) {
      const ranges = asked.get(name);
      if (!ranges) return undefined;
      return ranges.has(wanted.replace(/^npm:/, "")) ? wanted : [...ranges].join(" or ");
    },
    // It lists what others need as well, and does not tell one from the other.
    names: () => undefined,
  };
}

/** Only the part on what was asked for is read: the rest of such a file may be long. */
function pnpm(text: string): Omit<Locked, "path"> | undefined {
  const part = (key: string): unknown => {
    const start = text.search(new RegExp(`^${key}:`, "m"));
    if (start < 0) return undefined;
    const rest = text.slice(start + key.length + 1);
    const end = rest.search(/^[^\s#]/m);
    try {
      return parse(`${key}:${end < 0 ? rest : rest.slice(0, end)}`)?.[key];
    } catch {
      return undefined;
    }
  };
  const overrides = part("overrides");
  const replaced = isObject(overrides) ? Object.keys(overrides) : [];
  const importers = part("importers");
  if (isObject(importers)) {
    const locked = byFolder((folder) => importers[folder]);
    return {
      ...locked,
      // It names what an override says, and not what the manifest does.
      range: (folder, name, wanted) => {
        const found = locked.range(folder, name, wanted);
        return found !== undefined && isReplaced(replaced, name) ? true : found;
      },
    };
  }
  const specifiers = part("specifiers") ?? Object.fromEntries(groups.map((group) => [group, part(group)]));
  if (!isObject(specifiers)) return undefined;
  return {
    range(_folder, name) {
      const given = specifiers[name];
      return typeof given === "string" ? given : inGroups(specifiers, name);
    },
    names: () => undefined,
  };
}

/** Whether a project has another version taken than its packages ask for: `name`, `name@^1`, `parent/name`, `parent>name`. */
export function isReplaced(keys: readonly string[], name: string): boolean {
  return keys.some((key) => {
    const [, last = key] = /(?:^|>|\/)((?:@[^/@>]+\/)?[^/@>]+)(?:@[^>]*)?$/.exec(key) ?? [];
    return last === name;
  });
}

function bun(text: string, sources: Sources): Omit<Locked, "path"> | undefined {
  const lock = sources.json(text);
  const workspaces = isObject(lock) ? lock.workspaces : undefined;
  if (!isObject(workspaces)) return undefined;
  return byFolder((folder) => workspaces[folder === "." ? "" : folder]);
}

const readers: { readonly [name in Exclude<(typeof names)[number], "bun.lockb">]: Reader } = {
  "package-lock.json": npm,
  "npm-shrinkwrap.json": npm,
  "yarn.lock": yarn,
  "pnpm-lock.yaml": pnpm,
  "bun.lock": bun,
};

function inGroups(asked: unknown, name: string): string | true | undefined {
  if (!isObject(asked)) return undefined;
  for (const group of groups) {
    const of = asked[group];
    const found = isObject(of) ? of[name] : undefined;
    if (typeof found === "string") return found;
    if (isObject(found)) return typeof found.specifier === "string" ? found.specifier : true;
  }
  return undefined;
}

function namesIn(asked: unknown): readonly string[] {
  if (!isObject(asked)) return [];
  return groups.flatMap((group) => {
    const of = asked[group];
    return isObject(of) ? Object.keys(of) : [];
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
