import type { Facts } from "./facts.js";

/** Whether the system needs to know who asks, and why. */
export interface AuthenticationDecision {
  readonly verdict: "required" | "optional" | "not-needed";
  /** Sentences that name the facts that decided. */
  readonly because: readonly string[];
  /** What would make it another verdict. */
  readonly wouldChange: readonly string[];
}

/** Decides by the six facts of `security.authentication`; undefined while that is open. */
export function authenticationDecision(facts: Facts): AuthenticationDecision | undefined {
  throw new TypeError(`Nothing decides yet: ${facts.isAnswered("security.authentication")}`);
}
