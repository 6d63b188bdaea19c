import { type Snapshot, symlink, textOf } from "../git/index.js";
import type { Sight } from "../rule.js";
import { isParsed, isSource, type Source } from "../source/index.js";
import { type Import, importsOf } from "./imports.js";
import { type Resolved, resolveImport } from "./resolve-import.js";

export interface ResolvedImport extends Import {
  readonly source: Source;
  readonly resolved: Resolved;
}

const known = new WeakMap<Snapshot, readonly ResolvedImport[]>();

/** The imports of all sources that are changed, and where they lead. */
export function importsOfChange({ snapshot, sources }: Sight): readonly ResolvedImport[] {
  const found = known.get(snapshot) ?? [
    ...snapshot.changed.flatMap(({ path, mode }) => {
      const text =
        isSource(path) && mode !== symlink && !isForeign(path) ? textOf(snapshot, path) : undefined;
      const source = text === undefined ? undefined : sources.parse(path, text);
      if (!isParsed(source)) return [];
      return importsOf(source).map((one) => ({
        ...one,
        source,
        resolved: resolveImport(snapshot, sources, path, one),
      }));
    }),
  ];
  known.set(snapshot, found);
  return found;
}

/** Not the project's own: what others wrote or a build made, patterns to be filled in, and what is wrong on purpose. */
function isForeign(path: string): boolean {
  return /(?:^|\/)(?:node_modules|vendor|dist|templates?|fixtures|__fixtures__|testdata)\//.test(path);
}
