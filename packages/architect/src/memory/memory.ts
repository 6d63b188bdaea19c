import type { Decision } from "../design/index.js";
import type { DesignFacts } from "./facts.js";

/** The form of memories that this version writes. */
export const memoryFormat = 1;

/** What a project has learned of its own design: `ai/memory-bank/learned.json`. */
export interface Learned {
  readonly format: typeof memoryFormat;
  /** Made by chance: names the project among others, and says nothing of it. */
  readonly id: string;
  /** What was designed, oldest first: another where the facts or the decisions are others. */
  readonly designs: readonly LearnedDesign[];
  /** What people said went well or badly, oldest first. */
  readonly notes: readonly LearnedNote[];
  /** What was measured of what was promised, oldest first. */
  readonly measured: readonly Measurement[];
}

export interface LearnedDesign {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly facts: DesignFacts;
  readonly decisions: readonly LearnedDecision[];
}

export interface LearnedDecision {
  /** Its id, as the version that wrote it had it. */
  readonly decision: string;
  /** A service, a feature or an entity, by its name: in the project's own file alone. */
  readonly subject?: string;
  readonly option: string;
  /** What the figures alone came to, where that is another. */
  readonly calculated?: string;
  /** The facts that decided, in sentences: in the project's own file alone. */
  readonly because?: readonly string[];
}

export interface LearnedNote {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly went: "well" | "badly";
  /** One line. */
  readonly says: string;
  readonly decision?: string;
}

/** A promise of the brief beside what a running system did: one for each promise of a run of `lintel prove`. */
export interface Measurement {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The requirement that promises it: `REQ-PERF-002`. */
  readonly requirement: string;
  /** What was measured: `read p95`. */
  readonly what: string;
  readonly unit: string;
  readonly promised: number;
  readonly measured: number;
  readonly held: boolean;
  /** Decisions that it speaks for, or against. */
  readonly decisions: readonly string[];
}

/** A design with what was said and measured of it, to compare with. */
export interface Memory {
  readonly id: string;
  /** Of this very project, from before. */
  readonly isOwn: boolean;
  readonly design: LearnedDesign;
  readonly notes: readonly LearnedNote[];
  readonly measured: readonly Measurement[];
}

const mostReasons = 3;

/** What is kept of decisions in the project itself. */
export function learnedDecisions(decisions: readonly Decision[]): readonly LearnedDecision[] {
  return decisions.map(({ id, subject, chosen, calculated, because, override }) => ({
    decision: id,
    ...(subject !== undefined && { subject }),
    option: chosen,
    ...(calculated !== chosen && { calculated }),
    because: [...(override ? [override.reason] : []), ...because.map(({ says }) => says)].slice(
      0,
      mostReasons,
    ),
  }));
}

/** With this design, where its facts or its options are others than the last one's; the same in other words takes the place of the last. */
export function withDesign(learned: Learned, design: LearnedDesign): Learned {
  const last = learned.designs.at(-1);
  if (!last || !isSame(last, design))
    return { ...learned, designs: [...learned.designs, design].slice(-mostDesigns) };
  if (readSame(last.decisions, design.decisions)) return learned;
  return { ...learned, designs: [...learned.designs.slice(0, -1), { ...last, decisions: design.decisions }] };
}

function isSame(one: LearnedDesign, other: LearnedDesign): boolean {
  const options = ({ decisions }: LearnedDesign) => decisions.map(({ because: _, ...rest }) => rest);
  return readSame(one.facts, other.facts) && readSame(options(one), options(other));
}

/** Whether both are the same text once written. */
function readSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function withNote(learned: Learned, note: LearnedNote): Learned {
  return { ...learned, notes: [...learned.notes, note] };
}

export function withMeasurements(learned: Learned, measured: readonly Measurement[]): Learned {
  return { ...learned, measured: [...learned.measured, ...measured] };
}

/** Earlier ones are dropped. */
const mostDesigns = 200;

/** The designs of one project as memories: each but the last is its own past. */
export function memoriesOf({ id, designs, notes, measured }: Learned, isOwn: boolean): readonly Memory[] {
  return designs.map((design) => ({ id, isOwn, design, notes, measured }));
}

/** Parts of questions, which are words of Lintel's own. */
const ownSubjects = new Set(["calls", "notices", "people", "machines"]);

/**
 * What may leave the project: the last design by figures, ids of decisions and options, notes and measurements. No name of the project, of a person, a
 * service, an entity or a feature, no text of the brief, no reason.
 */
export function shareable(learned: Learned): Learned {
  return {
    ...learned,
    designs: learned.designs.slice(-1).map(({ at, facts, decisions }) => ({
      at,
      facts,
      decisions: decisions
        .filter(({ subject }) => subject === undefined || ownSubjects.has(subject))
        .map(({ because: _, ...decision }) => decision),
    })),
  };
}

/** What is kept in the home folder, as it is told to a person before they agree. */
export const whatIsKept: readonly string[] = [
  "the kind of project, ids of rules of law, and how private its most private data are",
  "figures: load, data, latency, uptime, loss and recovery, growth, organisations, people who build it, budget, and how many features, entities and other systems there are",
  "each decision by its id and the id of the option that was taken, and of the one that the figures came to",
  "notes that you write with lintel recall note, and what lintel prove measures",
];
export const whatIsNotKept =
  "No name of the project, of a person, a service, an entity or a feature, no text of the brief, no reason.";
