import { diff3Merge } from "node-diff3";
import type { Place } from "./proposal.js";

/** What came of a three-way merge: the text, or the places where both sides changed the same. */
export type Merged = { readonly text: string } | { readonly places: readonly Place[] };

/** Takes what changed from one draft to the next into a text that a person changed since the first of them. */
export function mergeTexts(yours: string, base: string, next: string): Merged {
  const regions = diff3Merge(yours.split("\n"), base.split("\n"), next.split("\n"), {
    excludeFalseConflicts: true,
  });
  const places = regions.flatMap(({ conflict }) =>
    conflict ? [{ line: conflict.aIndex + 1, yours: conflict.a, drafted: conflict.b }] : [],
  );
  return places.length > 0 ? { places } : { text: regions.flatMap(({ ok }) => ok ?? []).join("\n") };
}
