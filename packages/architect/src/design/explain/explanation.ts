import type { SystemModel } from "@lintel/runtime/tools";
import type { Brief, Requirement } from "../../brief/index.js";
import type { Capacity } from "../capacity/index.js";
import type { Cut } from "../cut/index.js";
import type { Decision } from "../decisions/index.js";
import type { DocumentFile } from "../documents/index.js";
import type { Needs } from "../needs/index.js";
import type { DecisionRecord } from "../records/index.js";

/** What can be explained from: an architecture, or as much of one as there is. A brief alone is enough to begin with. */
export interface Ground {
  readonly brief: Brief;
  readonly requirements: readonly Requirement[];
  readonly needs: Needs;
  readonly cut?: Cut;
  readonly decisions?: readonly Decision[];
  readonly capacity?: Capacity;
  readonly model?: SystemModel;
  readonly records?: readonly DecisionRecord[];
  readonly documents?: readonly DocumentFile[];
  /** Tests that were seen, by the requirement that each names: of the ledger. */
  readonly tests?: readonly KnownTest[];
  /** How a place of the blueprint is named to a person: `services/orders.ts:12`. */
  readonly placeOf?: (origin: Origin) => string | undefined;
}

type Origin = SystemModel["services"][number]["entities"][number]["origin"];

export interface KnownTest {
  /** `REQ-FEAT-PLACE-ORDER/1`; empty where its name has none. */
  readonly requirement: string;
  readonly test: string;
  readonly isGreen: boolean;
}

export type SubjectKind =
  | "requirement"
  | "question"
  | "decision"
  | "service"
  | "entity"
  | "command"
  | "query"
  | "event"
  | "consumer"
  | "document";

/** Something that can be asked about. */
export interface Subject {
  readonly kind: SubjectKind;
  /** What is typed to mean it, and nothing else of its kind: `REQ-PERF-001`, `orders.placeOrder`, `consistency REQ-FEAT-PLACE-ORDER`. */
  readonly id: string;
  readonly title: string;
}

export interface Explanation {
  readonly subject: Subject;
  /** Others that the same words may mean less exactly. */
  readonly also: readonly Subject[];
  /** What it is, or says. */
  readonly says: readonly string[];
  /** Where it comes from. */
  readonly origins: readonly Source[];
  /** What depends on it, by kind. */
  readonly dependents: readonly Dependents[];
  /** What would make it another. */
  readonly changes: readonly Change[];
}

/** Where something comes from: a requirement, the question behind it, what was answered, and who confirmed that. */
export interface Source {
  readonly says: string;
  readonly requirements: readonly string[];
  readonly question?: AskedQuestion;
}

export interface AskedQuestion {
  /** With the amendment's name in front, where it is of one: `refunds/feature.goal`. */
  readonly id: string;
  readonly text: string;
  /** As it was said; undefined where it was not answered. */
  readonly said?: string;
  /** What was recommended and accepted, and why. */
  readonly accepted?: string;
  /** Who confirmed what the brief says now, or that nobody did. */
  readonly confirmed: string;
  /** How often it was changed, and why the last time. */
  readonly changed?: string;
}

export interface Dependents {
  readonly kind:
    | "decisions"
    | "services"
    | "entities"
    | "operations"
    | "events"
    | "capacity"
    | "documents"
    | "tests"
    | "requirements"
    | "workflows";
  readonly items: readonly Dependent[];
}

export interface Dependent {
  /** As it is typed to have it explained, where it can be. */
  readonly id: string;
  readonly says: string;
}

export interface Change {
  readonly says: string;
  /** Ids of requirements. */
  readonly from: readonly string[];
  /** What is typed for it. */
  readonly command?: string;
}
