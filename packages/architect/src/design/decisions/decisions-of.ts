import type { Demand } from "../capacity/index.js";
import type { Cut } from "../cut/index.js";
import type { Needs } from "../needs/index.js";
import { climb } from "./climb.js";
import type { Decision, DecisionId, Override } from "./decision.js";
import { missingIn } from "./facts.js";
import { type Overrides, overridesOf } from "./overrides.js";
import type { Given, Option, Rule } from "./rule.js";
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
  const settled = (id: DecisionId, subject?: string) => {
    const found = decisionFor(made, id, subject);
    if (!found) throw new RangeError(`"${id}" is not settled yet.`);
    return found.chosen;
  };
  const given: Given = Object.freeze({ needs, cut, demand, settled });
  for (const rule of rules) {
    const whole = decide(rule, given, said, undefined);
    const apart = (rule.subjects?.(given) ?? []).flatMap((subject) => {
      const own = said.of(rule, subject);
      if (!own && whole.override && !whole.override.byBrief) return [];
      if (!own && rule.concerns?.(given, subject) === false) return [];
      const decision = decide(rule, given, said, subject);
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

function decide(rule: Rule, given: Given, said: Overrides, subject: string | undefined): Decision {
  const named = subject ?? rule.part;
  const judged = rule.judge(given, subject);
  const { calculated, options, because, wouldChange } = climb(rule.options, judged);
  const override = said.of(rule, subject) ?? ofBrief(rule, given, subject);
  const chosen = override?.option ?? calculated;
  const option = rule.options.find(({ id }) => id === chosen);
  return Object.freeze({
    id: rule.id,
    ...(named !== undefined && { subject: named }),
    title: option?.settles ?? chosen,
    question: rule.question,
    options,
    chosen,
    calculated,
    because,
    wouldChange,
    consequences: [
      ...consequencesOf(option),
      ...(judged.notes ?? []),
      ...(override && chosen !== calculated ? [disagreement(rule, override, calculated)] : []),
    ],
    missing: override ? [] : missingIn(given, rule.looksAt),
    ...(override && { override }),
  });
}

function ofBrief(rule: Rule, given: Given, subject: string | undefined): Override | undefined {
  const said = rule.said?.(given, subject);
  const named = subject ?? rule.part;
  return (
    said && {
      decision: rule.id,
      ...(named !== undefined && { subject: named }),
      option: said.option,
      reason: said.reason,
      byBrief: true,
    }
  );
}

function consequencesOf(option: Option | undefined): readonly string[] {
  return option ? [...option.pros, ...option.cons] : [];
}

function disagreement({ options }: Rule, { byBrief, option, reason }: Override, calculated: string): string {
  const title = (id: string) => options.find((one) => one.id === id)?.title ?? id;
  const who = byBrief ? "the brief says" : "a person decided for";
  return `The figures alone come to "${title(calculated)}"; ${who} "${title(option)}", and that holds. ${byBrief ? "" : `The reason: ${reason}`}`.trim();
}
