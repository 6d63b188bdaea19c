import type { Brief, Confirmation, Derived } from "./brief.js";
import type { Gap } from "./completeness.js";

export type Standing =
  /** Nothing may be built: see the gaps. */
  | { readonly state: "incomplete"; readonly gaps: readonly Gap[] }
  /** Complete, and nobody has confirmed it. */
  | { readonly state: "unconfirmed" }
  /** Complete, and confirmed when it said something else. */
  | { readonly state: "changed"; readonly confirmation: Confirmation }
  | { readonly state: "confirmed"; readonly confirmation: Confirmation };

/** Of what a person confirms: answers that count, amendments, concessions. The same for the same, in whatever order it came to be. */
export function digestOf(brief: Brief): string {
  throw new TypeError(`Nothing digests ${brief.name} yet.`);
}

export function standingOf(brief: Brief): Standing {
  throw new TypeError(`Nothing knows how ${brief.name} stands yet.`);
}

/** @throws RangeError where the brief is incomplete */
export function confirm(brief: Brief, who: { readonly name: string; readonly at: string }): Brief {
  throw new TypeError(`Nothing confirms ${brief.name} for ${who.name} yet.`);
}

/** What was made from answers that are others now. */
export function staleOf(
  brief: Brief,
): readonly { readonly derived: Derived; readonly questions: readonly string[] }[] {
  throw new TypeError(`Nothing knows what of ${brief.name} is stale yet.`);
}
