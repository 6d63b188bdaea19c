import type { EntityNeed, FeatureNeed } from "../needs/index.js";

/** How the system is cut: which service keeps what and does what. In a modular monolith the same borders, within one process. */
export interface Cut {
  readonly services: readonly ServiceCut[];
  /** One for each feature, in the order of the features. */
  readonly workflows: readonly Workflow[];
}

export interface ServiceCut {
  /** As in the blueprint, camelCase, unique: `orders`. */
  readonly name: string;
  /** In a few plain words: "Orders and what is paid for them". */
  readonly does: string;
  readonly entities: readonly EntityNeed[];
  readonly features: readonly FeatureNeed[];
  /** Why these belong together, in a sentence. */
  readonly because: string;
}

/** What happens when a feature is used. */
export interface Workflow {
  readonly feature: FeatureNeed;
  /** The service that begins it. */
  readonly owner: string;
  /** Every service that takes part, the owner first. */
  readonly services: readonly string[];
  /** Names of other systems that take part. */
  readonly systems: readonly string[];
}
