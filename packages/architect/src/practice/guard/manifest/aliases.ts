import { dirname, join } from "node:path/posix";
import { type Snapshot, textOf } from "../git/index.js";
import { isObject } from "../packages/index.js";
import { isParsed, keyOf, type Node, propertyOf, type Sources, stringOf, walk } from "../source/index.js";

/** Names that a project's tools lead elsewhere. */
export interface Aliases {
  /** Paths to try for a specifier: none where it is no alias, `known` where it is one whose target is not to be told. */
  targets(specifier: string): readonly string[] | "known";
  /** A configuration that is not in the repository may say more: `extends` names something that a tool makes. */
  readonly incomplete: boolean;
}

const known = new WeakMap<Snapshot, Map<string, Aliases>>();
const bundlers =
  /^(?:vite|vitest|webpack|rollup|rspack|rsbuild|jest|babel|metro|next|nuxt|astro)\.config\.(?:[cm]?[jt]s)$/;

/** What the configuration of a file's folder, and of those above it, says of names. */
export function aliasesFor(snapshot: Snapshot, sources: Sources, path: string): Aliases {
  const folders = known.get(snapshot) ?? new Map<string, Aliases>();
  known.set(snapshot, folders);
  const folder = dirname(path);
  const found = folders.get(folder) ?? read(snapshot, sources, folder);
  folders.set(folder, found);
  return found;
}

function read(snapshot: Snapshot, sources: Sources, from: string): Aliases {
  const patterns: [pattern: string, targets: readonly string[]][] = [];
  const bases: string[] = [];
  const names: string[] = [];
  let incomplete = false;
  for (let folder = from; ; folder = dirname(folder)) {
    for (const file of filesIn(snapshot, folder)) {
      const path = join(folder, file);
      if (/^(?:ts|js)config/.test(file)) {
        const options = compilerOptions(snapshot, sources, path);
        patterns.push(...options.patterns);
        bases.push(...options.bases);
        incomplete ||= options.incomplete;
      } else if (bundlers.test(file)) names.push(...bundlerNames(snapshot, sources, path));
    }
    if (folder === ".") break;
  }
  return {
    incomplete,
    targets(specifier) {
      for (const [pattern, targets] of patterns) {
        const rest = matchPattern(pattern, specifier);
        if (rest !== undefined) return targets.map((target) => target.replace("*", rest));
      }
      if (
        names.some(
          (name) => specifier === name || specifier.startsWith(name.endsWith("/") ? name : `${name}/`),
        )
      )
        return "known";
      return bases.map((base) => join(base, specifier));
    },
  };
}

const listings = new WeakMap<Snapshot, Map<string, string[]>>();

/** Files of configuration that lie in a folder. */
function filesIn(snapshot: Snapshot, folder: string): readonly string[] {
  let listing = listings.get(snapshot);
  if (!listing) {
    listing = new Map();
    for (const path of snapshot.files.keys()) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (!/^(?:ts|js)config(?:\.[\w-]+)?\.json$/.test(name) && !bundlers.test(name)) continue;
      const of = dirname(path);
      listing.set(of, [...(listing.get(of) ?? []), name]);
    }
    listings.set(snapshot, listing);
  }
  return listing.get(folder) ?? [];
}

interface Options {
  readonly patterns: readonly [string, readonly string[]][];
  readonly bases: readonly string[];
  readonly incomplete: boolean;
}

const nothing: Options = { patterns: [], bases: [], incomplete: false };

function compilerOptions(snapshot: Snapshot, sources: Sources, path: string, most = 10): Options {
  const text = textOf(snapshot, path);
  const config = text === undefined ? undefined : sources.json(text);
  if (!isObject(config) || most === 0) return nothing;
  const options = isObject(config.compilerOptions) ? config.compilerOptions : {};
  const folder = dirname(path);
  const base = typeof options.baseUrl === "string" ? join(folder, options.baseUrl) : undefined;
  const patterns = isObject(options.paths)
    ? Object.entries(options.paths).map(([pattern, targets]): [string, readonly string[]] => [
        pattern,
        (Array.isArray(targets) ? targets : [])
          .filter((target) => typeof target === "string")
          .map((target) => join(base ?? folder, target.replace(/^\$\{configDir\}\//, ""))),
      ])
    : [];
  const parents = [config.extends].flat().filter((parent) => typeof parent === "string");
  const inherited = parents.map((parent) => {
    if (!parent.startsWith(".")) return nothing;
    const file = [parent, `${parent}.json`]
      .map((one) => join(folder, one))
      .find((one) => snapshot.files.has(one));
    return file === undefined
      ? { ...nothing, incomplete: true }
      : compilerOptions(snapshot, sources, file, most - 1);
  });
  return {
    patterns: [...patterns, ...inherited.flatMap((one) => one.patterns)],
    bases: [...(base === undefined ? [] : [base]), ...inherited.flatMap((one) => one.bases)],
    incomplete: inherited.some((one) => one.incomplete),
  };
}

function matchPattern(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === specifier ? "" : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  if (!specifier.startsWith(head) || !specifier.endsWith(tail)) return undefined;
  return specifier.length < head.length + tail.length
    ? undefined
    : specifier.slice(head.length, specifier.length - tail.length);
}

/** Keys of `alias` and `moduleNameMapper`, wherever a configuration has them, as far as they are written out. */
function bundlerNames(snapshot: Snapshot, sources: Sources, path: string): readonly string[] {
  const text = textOf(snapshot, path);
  const source = text === undefined ? undefined : sources.parse(path, text);
  if (!isParsed(source)) return [];
  const names: string[] = [];
  walk(source.program, (node: Node) => {
    if (node.type !== "Property") return;
    const key = keyOf(node);
    if (key !== "alias" && key !== "moduleNameMapper") return;
    const { value } = node;
    if (value.type === "ObjectExpression")
      for (const one of value.properties) {
        const name = one.type === "Property" ? keyOf(one) : undefined;
        if (name !== undefined) names.push(name.replace(/^\^|\$$|\/?\(?\.\*\)?\$?$|\\/g, ""));
      }
    if (value.type === "ArrayExpression")
      for (const one of value.elements) {
        const name = stringOf(propertyOf(one, "find"));
        if (name !== undefined) names.push(name);
      }
  });
  return names.filter((name) => name !== "");
}
