import { builtinModules } from "node:module";
import { dirname, join } from "node:path/posix";
import { type Snapshot, textOf } from "../git/index.js";
import {
  declares,
  isObject,
  type Manifest,
  manifestAt,
  manifestPaths,
  manifestsAbove,
} from "../packages/index.js";
import { isParsed, isProduction, type Sources, walk } from "../source/index.js";
import { aliasesFor } from "./aliases.js";
import { findFile } from "./find-file.js";
import type { Import } from "./imports.js";

/** Where an import leads. */
export type Resolved =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly name: string }
  /** A builtin, an address, what a build makes: nothing to say of it. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "no-file"; readonly path: string }
  | { readonly kind: "undeclared"; readonly name: string; readonly manifest?: string | undefined }
  | { readonly kind: "development"; readonly name: string; readonly manifest: string };

const builtins = new Set(builtinModules);
const scheme = /^(?:[a-z][a-z\d+.-]*:|\/|\0)/i;
const packageName = /^(?:@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*/i;
/** Given by what runs the program, and declared for their types alone. */
const hosted = new Set(["vscode", "electron"]);

/** Where an import of a file leads, by what is committed alone. */
export function resolveImport(
  snapshot: Snapshot,
  sources: Sources,
  from: string,
  { specifier, isType }: Import,
): Resolved {
  if (scheme.test(specifier) || specifier === "" || builtins.has(specifier)) return { kind: "elsewhere" };
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return toFile(snapshot, join(dirname(from), specifier));
  const manifests = manifestsAbove(snapshot, from);
  if (specifier.startsWith("#")) return throughImports(snapshot, manifests, specifier);
  const aliases = aliasesFor(snapshot, sources, from);
  const targets = aliases.targets(specifier);
  if (targets === "known") return { kind: "elsewhere" };
  for (const target of targets) {
    const found = findFile(snapshot, target);
    if (found === "elsewhere") return { kind: "elsewhere" };
    if (found !== undefined) return { kind: "file", path: found };
  }
  const [name] = packageName.exec(specifier) ?? [];
  if (name === undefined || !/^(?:\/|$)/.test(specifier.slice(name.length)))
    return aliases.incomplete ? { kind: "elsewhere" } : undeclared(specifier, manifests);
  return toPackage(snapshot, sources, { from, name, specifier, isType }, manifests);
}

function toFile(snapshot: Snapshot, path: string): Resolved {
  const found = findFile(snapshot, path);
  if (found === undefined) return { kind: "no-file", path };
  return found === "elsewhere" ? { kind: "elsewhere" } : { kind: "file", path: found };
}

/** `#name`, by the map of the nearest package that has one. */
function throughImports(snapshot: Snapshot, manifests: readonly Manifest[], specifier: string): Resolved {
  for (const { data, folder } of manifests) {
    if (!isObject(data.imports)) continue;
    for (const [pattern, target] of Object.entries(data.imports)) {
      const [head = "", tail] = pattern.split("*");
      const fits =
        tail === undefined ? pattern === specifier : specifier.startsWith(head) && specifier.endsWith(tail);
      if (!fits) continue;
      const paths = pathsOf(target).filter((path) => path.startsWith("."));
      const rest = tail === undefined ? "" : specifier.slice(head.length, specifier.length - tail.length);
      const [first] = paths
        .map((path) => findFile(snapshot, join(folder, path.replaceAll("*", rest))))
        .filter((one) => one !== undefined);
      if (first === undefined)
        return paths.length === 0 ? { kind: "elsewhere" } : { kind: "no-file", path: specifier };
      return first === "elsewhere" ? { kind: "elsewhere" } : { kind: "file", path: first };
    }
  }
  return undeclared(specifier, manifests);
}

function pathsOf(target: unknown): readonly string[] {
  if (typeof target === "string") return [target];
  return typeof target === "object" && target !== null ? Object.values(target).flatMap(pathsOf) : [];
}

interface Wanted {
  readonly from: string;
  readonly name: string;
  readonly specifier: string;
  readonly isType: boolean;
}

function toPackage(
  snapshot: Snapshot,
  sources: Sources,
  wanted: Wanted,
  manifests: readonly Manifest[],
): Resolved {
  const { from, name, isType } = wanted;
  const found: Resolved = { kind: "package", name };
  if (manifests.length === 0) return { kind: "elsewhere" };
  if (manifests.some((manifest) => manifest.name === name)) return found;
  const atRunTime = manifests.some(
    ({ dependencies, peerDependencies, optionalDependencies }) =>
      Object.hasOwn(dependencies, name) ||
      Object.hasOwn(peerDependencies, name) ||
      Object.hasOwn(optionalDependencies, name),
  );
  if (atRunTime) return found;
  const types = `@types/${name.replace(/^@([^/]+)\//, "$1__")}`;
  const typed = manifests.some((manifest) => declares(manifest, types));
  if (typed && (isType || hosted.has(name))) return found;
  const development = manifests.find(({ devDependencies }) => Object.hasOwn(devDependencies, name));
  if (development && (isType || hosted.has(name) || !isProduction(from))) return found;
  if (development) return { kind: "development", name, manifest: development.path };
  if (isWorkspace(snapshot, name) || isDeclaredByHand(snapshot, sources, wanted.specifier)) return found;
  return undeclared(name, manifests);
}

function undeclared(name: string, manifests: readonly Manifest[]): Resolved {
  return { kind: "undeclared", name, manifest: manifests[0]?.path };
}

const workspaces = new WeakMap<Snapshot, ReadonlySet<string>>();

/** Whether a package of the repository has this name. */
export function isWorkspace(snapshot: Snapshot, name: string): boolean {
  const names =
    workspaces.get(snapshot) ??
    new Set(manifestPaths(snapshot).flatMap((path) => manifestAt(snapshot, path)?.name ?? []));
  workspaces.set(snapshot, names);
  return names.has(name);
}

const ambient = new WeakMap<Snapshot, readonly string[]>();

/** Whether a declaration file of the project says `declare module "name"`. */
function isDeclaredByHand(snapshot: Snapshot, sources: Sources, specifier: string): boolean {
  let names = ambient.get(snapshot);
  if (!names) {
    const found: string[] = [];
    for (const path of snapshot.files.keys()) {
      const text = /\.d\.[cm]?ts$/.test(path) ? textOf(snapshot, path) : undefined;
      const source = text?.includes("declare module") ? sources.parse(path, text) : undefined;
      if (!isParsed(source)) continue;
      walk(source.program, (node) => {
        if (node.type === "TSModuleDeclaration" && node.id.type === "Literal") found.push(node.id.value);
      });
    }
    ambient.set(snapshot, found);
    names = found;
  }
  return names.some((name) => {
    const [head = "", tail] = name.split("*");
    return tail === undefined ? name === specifier : specifier.startsWith(head) && specifier.endsWith(tail);
  });
}
