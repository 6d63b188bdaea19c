/** What an architect settles. Ids are stable: records, overrides and `lintel explain` refer to them. */
export type DecisionId =
  | "style"
  | "interfaces"
  | "data-pattern"
  | "consistency"
  | "topology"
  | "deployment"
  | "replicas"
  | "partitioning"
  | "cache"
  | "broker"
  | "live-updates"
  | "search"
  | "identity"
  | "encryption"
  | "tenancy"
  | "retention"
  | "idempotency"
  | "backup";

/** One question that was settled, with all that settled it. Frozen, and the same for the same needs. */
export interface Decision {
  readonly id: DecisionId;
  /** Of a decision for one service its name, for one workflow the id of its feature. */
  readonly subject?: string;
  /** "Run it as one process with inner borders". */
  readonly title: string;
  /** "How is the system cut?" */
  readonly question: string;
  /** Every option that was weighed, in a fixed order. */
  readonly options: readonly ScoredOption[];
  /** Id of the option that holds. */
  readonly chosen: string;
  /** What the figures alone come to. Another than `chosen` where the brief or a person says otherwise. */
  readonly calculated: string;
  /** The facts that decided, the weightiest first. */
  readonly because: readonly Reason[];
  /** What would make it another choice, with the threshold and where things stand today. */
  readonly wouldChange: readonly Reason[];
  /** Good and bad, in sentences. */
  readonly consequences: readonly string[];
  /** Questions without a clear answer that it rests on; provisional unless empty. */
  readonly missing: readonly string[];
  /** Who said otherwise, where someone did. */
  readonly override?: Override;
}

export interface ScoredOption {
  readonly id: string;
  readonly title: string;
  /** 0 to 100: how well it meets the needs; 0 where it is ruled out. */
  readonly score: number;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
  /** Why it cannot be taken at all. */
  readonly ruledOut?: Reason;
}

export interface Reason {
  /** A plain sentence with its figures. */
  readonly says: string;
  /** Ids of requirements; empty for a rule of thumb. */
  readonly from: readonly string[];
}

/** A person's word against the calculation: it holds, and the rest follows from it. */
export interface Override {
  readonly decision: DecisionId;
  readonly subject?: string;
  readonly option: string;
  readonly reason: string;
  /** That the brief itself says it, and nobody overrode it afterwards. */
  readonly byBrief?: true;
}
