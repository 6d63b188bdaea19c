import type { Demand } from "../capacity/index.js";
import type { Cut } from "../cut/index.js";
import type { Needs } from "../needs/index.js";
import { decide } from "./decide.js";
import type { Decision, DecisionId, Override } from "./decision.js";
import { overridesOf } from "./overrides.js";
import type { Given } from "./rule.js";
import { rules } from "./rules/index.js";

export interface DecisionsInput {
  readonly needs: Needs;
  readonly cut: Cut;
  readonly demand: Demand;
  /** What persons said against the calculation; of several about the same, the last one holds. */
  readonly overrides?: readonly Override[];
}

/**
 * Every question that an architect settles, in the order in which they are settled: each may follow from those before it, as they hold, so that an
 * override changes what follows from it. A decision without a subject holds for all of the system; one with a service, a workflow or an entity as its
 * subject is there where it comes out otherwise for that, or somebody said so.
 *
 * Throws `ToolError` where an override names what there is not: `DECISION_UNKNOWN`, `DECISION_SUBJECT_UNKNOWN`, `DECISION_OPTION_UNKNOWN`,
 * `REASON_MISSING`. A brief that lacks facts never throws: what rests on them says so in `missing`.
 */
export function decisionsOf({ needs, cut, demand, overrides = [] }: DecisionsInput): readonly Decision[] {
  const said = overridesOf(overrides, rules, { needs, cut, demand });
  const made: Decision[] = [];
  const find = (id: DecisionId, subject?: string) => {
    const found = decisionFor(made, id, subject);
    if (!found) throw new RangeError(`"${id}" is not settled yet.`);
    return found;
  };
  const given: Given = Object.freeze({
    needs,
    cut,
    demand,
    settled: (id: DecisionId, subject?: string) => find(id, subject).chosen,
    fromOf: (id: DecisionId, subject?: string) => find(id, subject).because[0]?.from ?? [],
  });
  for (const rule of rules) {
    const whole = decide(rule, given, { person: said.of(rule, undefined), before: made });
    const apart = (rule.subjects?.(given) ?? []).flatMap((subject) => {
      const own = said.of(rule, subject);
      if (!own && whole.override && !whole.override.byBrief) return [];
      if (!own && rule.concerns?.(given, subject) === false) return [];
      const decision = decide(rule, given, { person: own, before: made, subject });
      return own || decision.chosen !== whole.chosen ? [decision] : [];
    });
    made.push(whole, ...apart);
  }
  return Object.freeze(made);
}

/** The decision that holds for a subject: its own, or that for all of the system; undefined where there is none. */
export function decisionFor(
  decisions: readonly Decision[],
  id: DecisionId,
  subject?: string,
): Decision | undefined {
  const ofId = decisions.filter((decision) => decision.id === id);
  return (
    ofId.find((decision) => decision.subject === subject) ??
    ofId.find((decision) => decision.subject === undefined)
  );
}
