import { atOdds } from "./at-odds.js";
import type { Answers, Brief, Confirmation, Derived } from "./brief.js";
import { digestOfData } from "./canonical.js";
import { type Gap, gapsOf } from "./completeness.js";
import { keptAnswers } from "./interview/interview.js";

export type Standing =
  /** Nothing may be built: see the gaps. */
  | { readonly state: "incomplete"; readonly gaps: readonly Gap[] }
  /** Complete, and nobody has confirmed it. */
  | { readonly state: "unconfirmed" }
  /** Complete, and confirmed when it said something else. */
  | { readonly state: "changed"; readonly confirmation: Confirmation }
  | { readonly state: "confirmed"; readonly confirmation: Confirmation };

/**
 * Of what a person confirms: the names, what the answers that count came to, in the brief and in its amendments, and the concessions for what is at
 * odds. The same for the same, in whatever order and words it came to be: history, wording and answers to questions that are not asked any more do
 * not count.
 */
export function digestOf(brief: Brief): string {
  const conceded = atOdds(brief).flatMap(({ code, conceded }) =>
    conceded === undefined ? [] : [[code, conceded] as const],
  );
  return digestOfData({
    format: brief.format,
    name: brief.name,
    answers: valuesOf(keptAnswers(brief)),
    amendments: mapValues(brief.amendments, ({ title }, name) => ({
      title,
      answers: valuesOf(keptAnswers(brief, name)),
    })),
    concessions: Object.fromEntries(conceded),
  });
}

/** Digests of the answers that count, by question: `performance.latency`, or `refunds/feature.behaviour` of an amendment. For `Derived.from`. */
export function digestsOfAnswers(brief: Brief): { readonly [question: string]: string } {
  const digests: { [question: string]: string } = {};
  const note = (answers: Answers, prefix: string) => {
    for (const [question, { value }] of Object.entries(answers)) {
      if (value) digests[`${prefix}${question}`] = digestOfData(value);
    }
  };
  note(keptAnswers(brief), "");
  for (const name of Object.keys(brief.amendments)) note(keptAnswers(brief, name), `${name}/`);
  return digests;
}

/** How far the brief has come, and whether a person's confirmation holds for what it says now. */
export function standingOf(brief: Brief): Standing {
  const gaps = gapsOf(brief);
  if (gaps.length > 0) return { state: "incomplete", gaps };
  const { confirmation } = brief;
  if (!confirmation) return { state: "unconfirmed" };
  return { state: confirmation.digest === digestOf(brief) ? "confirmed" : "changed", confirmation };
}

/**
 * Notes that a person confirmed what the brief says now.
 *
 * @throws RangeError where the brief is incomplete, or nobody is named, or the time is none
 */
export function confirm(brief: Brief, who: { readonly name: string; readonly at: string }): Brief {
  const [gap, ...more] = gapsOf(brief);
  if (gap)
    throw new RangeError(
      `The brief is not complete: ${gap.says}${more.length > 0 ? ` And ${more.length} more.` : ""}`,
    );
  const name = who.name.trim();
  if (name === "") throw new RangeError("A confirmation bears the name of who confirms.");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(who.at) || Number.isNaN(Date.parse(who.at)))
    throw new RangeError(`"${who.at}" is not a time in UTC such as 2026-11-30T08:00:00Z.`);
  return Object.freeze({
    ...brief,
    confirmation: Object.freeze({ name, at: who.at, digest: digestOf(brief) }),
  });
}

/** What was made from answers that are others now, or do not count any more; with the questions. */
export function staleOf(
  brief: Brief,
): readonly { readonly derived: Derived; readonly questions: readonly string[] }[] {
  const now = digestsOfAnswers(brief);
  return brief.derived.flatMap((derived) => {
    const questions = Object.keys(derived.from).filter(
      (question) => derived.from[question] !== now[question],
    );
    return questions.length === 0 ? [] : [{ derived, questions }];
  });
}

function valuesOf(answers: Answers) {
  return mapValues(answers, ({ value }) => value);
}

function mapValues<From, To>(
  record: { readonly [key: string]: From },
  map: (value: From, key: string) => To,
): { readonly [key: string]: To } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
