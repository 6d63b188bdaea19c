import { digestOfData } from "../../brief/canonical.js";
import type { StoredDesign } from "./design.js";

export const sealedParts = ["overrides", "records", "drafted", "documents", "from"] as const;

/** Digests of the parts of a design, by which an edit by hand is noticed. */
export type Seals = { readonly [part in (typeof sealedParts)[number]]: string };

export function sealsOf(design: StoredDesign): Seals {
  return Object.fromEntries(
    sealedParts.map((part) => [part, digestOfData(design[part]).slice(0, 16)]),
  ) as unknown as Seals;
}
