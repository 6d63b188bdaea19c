import type { Demand } from "../capacity/index.js";
import type { Cut } from "../cut/index.js";
import type { Needs } from "../needs/index.js";
import type { DecisionId, Reason } from "./decision.js";
import type { ThresholdName } from "./thresholds.js";

/** How one question is settled: what may be taken, what is looked at, and the judgement. */
export interface Rule {
  readonly id: DecisionId;
  /** Where the question stands for a part of it: "calls" of the interfaces. */
  readonly part?: string;
  readonly question: string;
  /** From the least to the most. */
  readonly options: readonly Option[];
  /** Facts of the brief that may change it: names of `Needs`, ids of questions, and `cut`. */
  readonly looksAt: readonly string[];
  /** Decisions that it follows from. */
  readonly follows: readonly DecisionId[];
  readonly thresholds: readonly ThresholdName[];
  /** Parts of the system that are decided for apart where it comes out otherwise for them: services, workflows, entities. In a fixed order. */
  subjects?(grounds: Grounds): readonly string[];
  /** Whether the question stands at all for one of them; for each, unless told. */
  concerns?(grounds: Grounds, subject: string): boolean;
  judge(given: Given, subject?: string): Case;
  /** What the brief itself says. */
  said?(given: Given, subject?: string): Said | undefined;
}

export interface Option {
  readonly id: string;
  readonly title: string;
  /** The decision, as a heading: "Run it as one program with inner borders". */
  readonly settles: string;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
  /** How it is had with Lintel, where that takes something beside a blueprint. */
  readonly beside?: string;
}

/** What everything is decided from. */
export interface Grounds {
  readonly needs: Needs;
  readonly cut: Cut;
  readonly demand: Demand;
}

export interface Given extends Grounds {
  /** The option that holds of what was settled before, overrides with it; for a subject, or a part of the question, or all of it. */
  settled(id: DecisionId, subject?: string): string;
  /** Requirements that decided it. */
  fromOf(id: DecisionId, subject?: string): readonly string[];
}

/** What speaks for taking more than the least. */
export interface Case {
  /** What weighs most, whatever it comes to. */
  readonly leading?: readonly Reason[];
  /** Why the least would do, where nothing asks for more. */
  readonly least: Reason;
  /** Figures beside their thresholds. */
  readonly marks: readonly Mark[];
  /** Facts that hold or not. */
  readonly facts: readonly Fact[];
  /** Figures that facts compare with a threshold. */
  readonly figures?: readonly Figure[];
  /** Options that cannot be taken at all, whatever asks for them. */
  readonly cannot?: { readonly [option: string]: Reason };
  /** What else is to be known of it. */
  readonly notes?: readonly string[];
}

export interface Figure {
  readonly threshold: ThresholdName;
  readonly today: number;
}

/** A figure that asks for at least an option once it is across its threshold. */
export interface Mark extends Figure {
  readonly from: readonly string[];
  readonly to: string;
  /** Of what it is the figure, where that is not clear: "reading". */
  readonly of?: string;
  /** That no less can be taken. */
  readonly hard?: boolean;
}

/** Something that asks for at least an option, if it is so. */
export interface Fact {
  readonly holds: boolean;
  readonly to: string;
  /** Where it holds. */
  readonly says: string;
  /** What would have to be so. */
  readonly otherwise: string;
  readonly from: readonly string[];
  readonly hard?: boolean;
}

export interface Said {
  readonly option: string;
  readonly reason: string;
  readonly from: readonly string[];
}

/** An option, in the order: id, title, heading of the decision, what speaks for it, what against, how it is had with Lintel. */
export function option(
  id: string,
  title: string,
  settles: string,
  pros: readonly string[],
  cons: readonly string[],
  beside?: string,
): Option {
  return Object.freeze({ id, title, settles, pros, cons, ...(beside !== undefined && { beside }) });
}
