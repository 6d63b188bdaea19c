import { slugOf, slugsOf } from "../../brief/requirement-id.js";

/** A name as part of a path or an anchor: "Place order" becomes `place-order`; a name that a to z do not carry ends in a digest, and is the same everywhere. */
export function slugOfName(name: string): string {
  return slugOf(name).toLowerCase();
}

/** The same for several, each another. */
export function slugsOfNames(names: readonly string[]): readonly string[] {
  return slugsOf(names).map((slug) => slug.toLowerCase());
}
