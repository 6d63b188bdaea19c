import type { Decision, Needs } from "../../design/index.js";
import { type DesignFacts, factsOf } from "../facts.js";
import type { LearnedNote, Measurement, Memory } from "../memory.js";
import { type Compared, compare, distanceOf } from "./distance.js";

/** An earlier design beside the present one. */
export interface Recollection {
  readonly id: string;
  readonly isOwn: boolean;
  /** When it was designed. RFC 3339, UTC. */
  readonly at: string;
  readonly facts: DesignFacts;
  /** 0 to 1. */
  readonly distance: number;
  /** Facts that make it alike, those that count most first. */
  readonly near: readonly Compared[];
  /** Facts in which it is another, those that count most first. */
  readonly far: readonly Compared[];
  /** What was decided there and here, where both settled it. */
  readonly decisions: readonly DecidedThere[];
  readonly notes: readonly LearnedNote[];
  readonly measured: readonly Measurement[];
}

export interface DecidedThere {
  readonly decision: string;
  readonly subject?: string;
  readonly there: string;
  readonly here: string;
}

/** Nearer than this, a fact makes two designs alike; further, it makes them differ. */
const isNear = 0.15;
const isFar = 0.5;
/** Further apart, a design has nothing to say. */
const tooFar = 0.6;

/**
 * The nearest earlier designs, the nearest first, each with the facts that make it so. The same for the same. A design of this project that is the present
 * one in every fact and decision is none.
 */
export function recall(
  needs: Needs,
  decisions: readonly Decision[],
  memories: readonly Memory[],
): readonly Recollection[] {
  const here = factsOf(needs);
  const all = memories.map((memory) => recollectionOf(here, decisions, memory));
  return all
    .filter(({ distance, isOwn, decisions: settled }) => {
      const isPresent = isOwn && distance === 0 && settled.every(({ there, here: now }) => there === now);
      return distance <= tooFar && !isPresent;
    })
    .sort(
      (one, other) =>
        one.distance - other.distance || compareText(other.at, one.at) || compareText(one.id, other.id),
    );
}

function recollectionOf(here: DesignFacts, decisions: readonly Decision[], memory: Memory): Recollection {
  const { id, isOwn, design, notes, measured } = memory;
  const facts = compare(here, design.facts);
  const byWeight = [...facts].sort((one, other) => other.weight - one.weight);
  return Object.freeze({
    id,
    isOwn,
    at: design.at,
    facts: design.facts,
    distance: distanceOf(facts),
    near: byWeight.filter(({ distance }) => distance <= isNear),
    far: byWeight.filter(({ distance }) => distance >= isFar),
    decisions: decidedThere(decisions, memory),
    notes,
    measured,
  });
}

function decidedThere(decisions: readonly Decision[], { design }: Memory): readonly DecidedThere[] {
  return decisions.flatMap(({ id, subject, chosen }) => {
    const found = design.decisions.find((one) => one.decision === id && one.subject === subject);
    return found
      ? [{ decision: id, ...(subject !== undefined && { subject }), there: found.option, here: chosen }]
      : [];
  });
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
