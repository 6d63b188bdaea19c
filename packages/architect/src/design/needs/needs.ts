import type { AuthenticationDecision } from "../../brief/index.js";

/** What is known of a project, or taken for granted in its place, and where that comes from. */
export interface Known<T> {
  readonly value: T;
  /** Ids of the requirements that say so: `REQ-PERF-001`. Of an assumption, those that it was worked out from; none where it is a rule of thumb. */
  readonly from: readonly string[];
  /** Where the brief does not say it. */
  readonly assumed?: Assumption;
}

export interface Assumption {
  /** Why this value, in a sentence. */
  readonly because: string;
  /** The question that is asked of this project and has no clear answer: what rests on it is provisional. */
  readonly missing?: string;
}

/**
 * What an architect needs of a brief: every figure as a number in the unit that its comment names, every choice as ids of options, each with the
 * requirements that it comes from. Frozen, and the same for the same answers.
 */
export interface Needs {
  /** Of the project, as people call it. */
  readonly name: string;
  readonly kind: Known<Kind>;
  readonly actors: readonly ActorNeed[];
  /** Of the brief and of its amendments, P0 first; without those that are left out on purpose. */
  readonly features: readonly FeatureNeed[];
  /** What is left out on purpose (P3). */
  readonly leftOut: readonly FeatureNeed[];
  readonly entities: readonly EntityNeed[];
  readonly rules: readonly RuleNeed[];
  readonly edgeCases: readonly RuleNeed[];
  readonly systems: readonly SystemNeed[];
  readonly load: LoadNeed;
  readonly latency: { readonly read: Known<LatencyNeed>; readonly write: Known<LatencyNeed> };
  /** Where devices send: messages a second at the peak, and bytes of one. */
  readonly ingest?: Known<{ readonly rate: number; readonly bytes: number }>;
  /** Where readings are kept: sources, seconds between readings, seconds that single ones and sums are kept. */
  readonly series?: Known<{
    readonly sources: number;
    readonly every: number;
    readonly single: number;
    readonly sums: number;
  }>;
  /** Organisations that share it in a year, and the largest one's part of all use, 0 to 1. */
  readonly tenants?: Known<{ readonly count: number; readonly largest: number }>;
  /** The largest run: records, and seconds that it may take. */
  readonly batch?: Known<{ readonly records: number; readonly within: number }>;
  /** Bytes of the largest file, and of all files of a year. */
  readonly files?: Known<{ readonly largest: number; readonly together: number }>;
  /** Seconds that what readers see may be old, usually and after a correction. */
  readonly freshness?: Known<{ readonly usual: number; readonly correction: number }>;
  /** Seconds that records are kept after the last treatment, and the notes of who looked at them. */
  readonly retention?: Known<{ readonly records: number; readonly looks: number }>;
  /** Growth of the load a month: 0.1 for a tenth. */
  readonly growth: Known<number>;
  /** Part of the year in service, 0 to 1: 0.999. */
  readonly uptime: Known<number>;
  /** Seconds of the latest data that may be lost. */
  readonly rpo: Known<number>;
  /** Seconds until it is back. */
  readonly rto: Known<number>;
  /** What running it may cost a month; undefined where nobody says. */
  readonly budget?: Known<{ readonly amount: number; readonly currency: string }>;
  /** People who build it. */
  readonly team: Known<number>;
  /** Rules of law or trade: `gdpr`, `hipaa`, `pci-dss`, `soc2`, or another's own name. Empty for none. */
  readonly regulations: Known<readonly string[]>;
  readonly authentication: Known<AuthenticationDecision>;
  /** Options chosen at other questions of the bank; empty where it is open, or not asked. Throws `RangeError` where the bank has no such question. */
  choice(question: string): Choice;
  /** The requirement of a question, such as `REQ-ARCH-004` of `architecture.tenancy`, whether it was asked or not. */
  requirementOf(question: string): string;
}

export type Kind =
  | "commerce"
  | "payments"
  | "telemetry"
  | "saas"
  | "content"
  | "internal"
  | "health"
  | "other";

export interface Choice extends Known<readonly string[]> {
  /** That a person said it: not asked, or a recommendation that was accepted, leaves the architect free. */
  readonly bySomeone: boolean;
}

/** Who uses it. */
export interface ActorNeed {
  readonly name: string;
  readonly does: string;
  readonly people?: number;
  readonly from: readonly string[];
}

export interface FeatureNeed {
  /** `REQ-FEAT-PLACE-ORDER`. */
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly priority: "P0" | "P1" | "P2" | "P3";
  /** In the form of EARS. */
  readonly criteria: readonly string[];
  /** Of an amendment: its name. */
  readonly amendment?: string;
}

export interface EntityNeed {
  readonly name: string;
  /** What one of them holds, in the person's words. */
  readonly holds: string;
  /** Rows. */
  readonly now: number;
  readonly inAYear: number;
  readonly privacy: "public" | "internal" | "personal" | "sensitive";
  /** Seconds; undefined for as long as it is there. */
  readonly keptFor?: number;
  readonly from: readonly string[];
  readonly amendment?: string;
}

/** A rule that always holds, or an edge case and its outcome. */
export interface RuleNeed {
  /** `REQ-RULE-STOCK-IS-NEVER-NEGATIVE`, `REQ-EDGE-...` */
  readonly id: string;
  readonly name: string;
  /** Of an edge case. */
  readonly situation?: string;
  /** In the form of EARS. */
  readonly criteria: readonly string[];
}

/** Another system that it talks to. */
export interface SystemNeed {
  readonly name: string;
  readonly purpose: string;
  readonly direction: "in" | "out" | "both";
  readonly authentication: string;
  /** What happens here while it is down. */
  readonly whenDown: string;
  readonly from: readonly string[];
}

export interface LoadNeed {
  /** In use at once. */
  readonly concurrent: Known<number>;
  /** Requests a second. */
  readonly usual: Known<number>;
  /** Requests a second at the peak of a usual day. */
  readonly peak: Known<number>;
  /** The most that ever comes, campaigns and devices with it: requests a second. */
  readonly most: Known<number>;
}

export interface LatencyNeed {
  readonly milliseconds: number;
  /** 50 to 100. */
  readonly percentile: number;
}
