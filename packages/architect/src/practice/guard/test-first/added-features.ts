import { symlink, textBefore, textOf } from "../git/index.js";
import { declares, manifestsAbove } from "../packages/index.js";
import type { Sight } from "../rule.js";
import { isForTests, isParsed, isSource, type Source } from "../source/index.js";
import { type Feature, featuresOf } from "./features.js";
import { runtime } from "./runtime-names.js";

/** What a change adds to a blueprint. */
export type Added =
  | { readonly what: "feature"; readonly feature: Feature; readonly offset: number }
  | {
      readonly what: "access";
      readonly feature: Feature;
      readonly operation: string;
      readonly offset: number;
    };

/** Compares the syntax of the blueprint before and after: what moves to another file, or is only laid out anew, is not new. */
export function addedFeatures(sight: Sight): readonly Added[] {
  const after = sourcesAfter(sight).flatMap(featuresOf);
  if (after.length === 0) return [];
  const before = sourcesBefore(sight).flatMap(featuresOf);
  const told = new Set<string>();
  return after.flatMap((feature): readonly Added[] => {
    const old = before.filter((one) => isSame(one, feature));
    if (old.length === 0) {
      const key = `${feature.kind} ${feature.name}`;
      if (told.has(key)) return [];
      told.add(key);
      return [{ what: "feature", feature, offset: feature.offset }];
    }
    return [...feature.access].flatMap(([operation, { rule, offset }]): readonly Added[] => {
      const known = old.some(({ access }) => access.get(operation)?.rule === rule);
      const unseen = old.every(({ access, service }) => access.size === 0 && service !== feature.service);
      return known || unseen ? [] : [{ what: "access", feature, operation, offset }];
    });
  });
}

function isSame(one: Feature, other: Feature): boolean {
  return (
    one.kind === other.kind &&
    one.name === other.name &&
    (one.service === other.service || one.service === undefined || other.service === undefined)
  );
}

/** The changed files that use the words of a blueprint. */
function sourcesAfter({ snapshot, sources }: Sight): readonly Source[] {
  return snapshot.changed.flatMap(({ path, mode }) =>
    mode === symlink ? [] : parsed({ snapshot, sources }, path, () => textOf(snapshot, path)),
  );
}

/** The same files, and those that are gone, as they were. */
function sourcesBefore({ snapshot, sources }: Sight): readonly Source[] {
  const paths = new Set(snapshot.changed.flatMap(({ before }) => (before ? [before.path] : [])));
  for (const path of snapshot.before.keys()) if (!snapshot.files.has(path)) paths.add(path);
  snapshot.blobs.load([...paths].filter(mayBe).flatMap((path) => snapshot.before.get(path)?.id ?? []));
  return [...paths].flatMap((path) => parsed({ snapshot, sources }, path, () => textBefore(snapshot, path)));
}

function parsed(
  { snapshot, sources }: Sight,
  path: string,
  read: () => string | undefined,
): readonly Source[] {
  if (!mayBe(path)) return [];
  const text = read();
  if (text === undefined) return [];
  const isBlueprint =
    text.includes(runtime) ||
    (/\.\s*(?:command|query)\s*\(/.test(text) &&
      manifestsAbove(snapshot, path).some((manifest) => declares(manifest, runtime)));
  const source = isBlueprint ? sources.parse(path, text) : undefined;
  return isParsed(source) ? [source] : [];
}

function mayBe(path: string): boolean {
  return isSource(path) && !isForTests(path) && !/(?:^|\/)(?:node_modules|dist|templates?|docs)\//.test(path);
}
