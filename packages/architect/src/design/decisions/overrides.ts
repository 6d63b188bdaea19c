import { ToolError } from "../../tool-error.js";
import type { Override } from "./decision.js";
import type { Grounds, Rule } from "./rule.js";

/** What persons said against the calculation, by what it is about. */
export interface Overrides {
  of(rule: Rule, subject: string | undefined): Override | undefined;
}

/**
 * What persons said, checked against what can be decided. Of several about the same, the last one holds. Throws `REASON_MISSING`, `DECISION_UNKNOWN`,
 * `DECISION_SUBJECT_UNKNOWN` and `DECISION_OPTION_UNKNOWN`.
 */
export function overridesOf(
  overrides: readonly Override[],
  rules: readonly Rule[],
  given: Grounds,
): Overrides {
  const known = new Map<string, Override>();
  for (const [at, override] of overrides.entries()) {
    const rule = ruleOf(override, rules, given, `override ${at + 1}`);
    known.set(key(rule, override.subject === rule.part ? undefined : override.subject), override);
  }
  return Object.freeze({
    of: (rule: Rule, subject: string | undefined) => known.get(key(rule, subject)),
  });
}

function key({ id, part }: Rule, subject: string | undefined): string {
  return JSON.stringify([id, part ?? null, subject ?? null]);
}

function ruleOf(
  { decision, subject, option, reason }: Override,
  rules: readonly Rule[],
  given: Grounds,
  where: string,
): Rule {
  const ofId = rules.filter(({ id }) => id === decision);
  if (ofId.length === 0)
    throw new ToolError(
      "DECISION_UNKNOWN",
      `There is no decision ${quoted(decision)}, which is to be overridden. There are ${listed([...new Set(rules.map(({ id }) => id))])}.`,
      "Name one of these.",
      { where, exitCode: 2 },
    );
  const subjects = ofId.flatMap((rule) => [
    ...(rule.part ? [rule.part] : [undefined]),
    ...subjectsOf(rule, given),
  ]);
  const rule = ofId.find(
    (one) =>
      (one.part ?? undefined) === subject ||
      (subject !== undefined && subjectsOf(one, given).includes(subject)),
  );
  if (!rule)
    throw new ToolError(
      "DECISION_SUBJECT_UNKNOWN",
      subject === undefined
        ? `The decision ${quoted(decision)} is made for ${listed(subjects.flatMap((one) => one ?? []))} apart, and the override does not say for which.`
        : `The decision ${quoted(decision)} is not made for ${quoted(subject)}. ${saysSubjects(subjects)}`,
      "Name what it is decided for.",
      { where, exitCode: 2 },
    );
  if (!rule.options.some(({ id }) => id === option))
    throw new ToolError(
      "DECISION_OPTION_UNKNOWN",
      `The decision ${quoted(decision)} has no option ${quoted(option)}. There are ${listed(rule.options.map(({ id }) => id))}.`,
      "Name one of these.",
      { where, exitCode: 2 },
    );
  if (reason.trim() === "")
    throw new ToolError(
      "REASON_MISSING",
      `The decision ${quoted(decision)} is overridden with ${quoted(option)} and without a reason.`,
      "Say why, in a sentence: whoever reads it later has nothing else.",
      { where, exitCode: 2 },
    );
  return rule;
}

function subjectsOf(rule: Rule, given: Grounds): readonly string[] {
  return rule.subjects?.(given) ?? [];
}

function saysSubjects(subjects: readonly (string | undefined)[]): string {
  const names = subjects.flatMap((one) => one ?? []);
  return names.length === 0
    ? "It is made once, for all of the system."
    : `It is made for ${listed(names.slice(0, 30))}${subjects.includes(undefined) ? ", and for all of the system" : ""}.`;
}

function listed(names: readonly string[]): string {
  return names.join(", ");
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
