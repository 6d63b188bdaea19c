import type { Decision, Reason } from "../decisions/index.js";

/** How many reasons are told of one change. */
const TOLD = 3;

/**
 * What is another in a decision that chose the same, in a sentence or two; nothing where it is only told in other words.
 *
 * @param sameAnswers that both follow from the same answers: what a reason says is told in other words then, and is the same reason
 */
export function whatChanged(before: Decision, now: Decision, sameAnswers: boolean): string | undefined {
  const says = [
    ...whoSaid(before, now),
    ...(sameAnswers ? [] : grounds(before, now)),
    ...missing(before, now),
    ...scores(before, now),
  ];
  return says.length > 0 ? ["The same choice.", ...says].join(" ") : undefined;
}

function grounds(before: Decision, now: Decision): readonly string[] {
  return [
    ...reasons("It rests on", before.because, now.because),
    ...reasons("It would change with", before.wouldChange, now.wouldChange),
  ];
}

function whoSaid(before: Decision, now: Decision): readonly string[] {
  const [was, is] = [before.override?.reason, now.override?.reason];
  if (was === is) return [];
  if (is === undefined) return ["Nobody says otherwise any more: it follows from the figures."];
  return [was === undefined ? `It is said by a person now: ${is}` : `It is said for another reason: ${is}`];
}

function reasons(intro: string, before: readonly Reason[], now: readonly Reason[]): readonly string[] {
  const lost = without(before, now);
  const made = without(now, before);
  if (made.length > 0) return [`${intro}: ${few(made)}${lost.length > 0 ? ` Before: ${few(lost)}` : ""}`];
  return lost.length > 0 ? [`${intro} no more: ${few(lost)}`] : [];
}

function without(some: readonly Reason[], others: readonly Reason[]): readonly string[] {
  const known = new Set(others.map(({ says }) => says));
  return some.map(({ says }) => says).filter((says) => !known.has(says));
}

function few(says: readonly string[]): string {
  const more = says.length > TOLD ? ` And ${says.length - TOLD} more.` : "";
  return `${says.slice(0, TOLD).join(" ")}${more}`;
}

function missing(before: Decision, now: Decision): readonly string[] {
  const answered = before.missing.filter((question) => !now.missing.includes(question));
  const open = now.missing.filter((question) => !before.missing.includes(question));
  return [
    ...(answered.length > 0 ? [`Answered since: ${answered.join(", ")}.`] : []),
    ...(open.length > 0 ? [`Open since: ${open.join(", ")}.`] : []),
  ];
}

function scores(before: Decision, now: Decision): readonly string[] {
  const was = new Map(before.options.map(({ id, score }) => [id, score]));
  const other = now.options.filter(({ id, score }) => was.has(id) && was.get(id) !== score);
  if (other.length === 0) return [];
  return [
    `Scores: ${other.map(({ title, id, score }) => `${title} ${score}, was ${was.get(id)}`).join("; ")}.`,
  ];
}
