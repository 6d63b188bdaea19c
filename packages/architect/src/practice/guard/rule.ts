import type { Finding } from "./finding.js";
import type { Snapshot } from "./git/index.js";
import type { Sources } from "./source/index.js";

/** What rules look at: what would be committed, and its syntax. */
export interface Sight {
  readonly snapshot: Snapshot;
  readonly sources: Sources;
}

/** One thing that the guard looks for. */
export interface Rule {
  /** kebab-case, stable. */
  readonly id: string;
  /** What is found, in a sentence: the reference has the same words. */
  readonly says: string;
  check(sight: Sight): Iterable<Omit<Finding, "rule">>;
}
