import { digestOfData } from "../../brief/canonical.js";
import type { Decision } from "../decisions/index.js";
import { type DecisionRecord, keyOf } from "./record.js";
import { slugOf } from "./slug.js";
import { whatChanged } from "./what-changed.js";

/**
 * The records of these decisions, after those that were kept. What did not change stays as it was, byte for byte. Another choice makes a new record, and
 * the one before says which; the same choice on other grounds is noted in its record; what is not decided any more is withdrawn.
 *
 * @param at RFC 3339, UTC: only its day is kept
 * @param sameAnswers that the brief answers as it did for the previous: reasons that read otherwise are words of another version of Lintel then, and no grounds
 */
export function recordsOf(
  decisions: readonly Decision[],
  previous: readonly DecisionRecord[],
  at: string,
  sameAnswers = false,
): readonly DecisionRecord[] {
  const date = at.slice(0, 10);
  const records = [...previous];
  const last = new Map(previous.map((record, place) => [keyOf(record.decision), place]));
  for (const decision of decisions) {
    const place = last.get(keyOf(decision));
    const before = place === undefined ? undefined : records[place];
    if (place === undefined || !before) records.push(made(records.length + 1, decision, date));
    else if (before.status === "accepted" && before.decision.chosen === decision.chosen)
      records[place] = amended(before, decision, date, sameAnswers);
    else {
      const next = made(records.length + 1, decision, date, before.number);
      records.push(next);
      records[place] = followed(before, next, date);
    }
  }
  const decided = new Set(decisions.map(keyOf));
  return Object.freeze(
    records.map((record) =>
      record.status === "accepted" && !decided.has(keyOf(record.decision)) ? withdrawn(record, date) : record,
    ),
  );
}

function made(number: number, decision: Decision, date: string, supersedes?: number): DecisionRecord {
  return Object.freeze({
    number,
    slug: slugOf(decision.title, keyOf(decision)),
    status: "accepted",
    date,
    decision,
    ...(supersedes === undefined ? {} : { supersedes }),
    history: [],
  });
}

function amended(
  record: DecisionRecord,
  decision: Decision,
  date: string,
  sameAnswers: boolean,
): DecisionRecord {
  if (digestOfData(record.decision) === digestOfData(decision)) return record;
  const says = whatChanged(record.decision, decision, sameAnswers);
  const history = says === undefined ? record.history : [...record.history, { date, says }];
  return Object.freeze({ ...record, decision, history });
}

function followed(record: DecisionRecord, next: DecisionRecord, date: string): DecisionRecord {
  const isBack = record.status === "withdrawn";
  const says = isBack
    ? `Decided again: ${next.decision.title}.`
    : `Another choice holds: ${next.decision.title}.`;
  return Object.freeze({
    ...record,
    status: isBack ? "withdrawn" : "superseded",
    supersededBy: next.number,
    history: [...record.history, { date, says }],
  });
}

function withdrawn(record: DecisionRecord, date: string): DecisionRecord {
  const { subject } = record.decision;
  const says =
    subject === undefined
      ? "Withdrawn: this is not decided any more."
      : `Withdrawn: ${subject} is not there any more, or what holds for all holds for it too.`;
  return Object.freeze({ ...record, status: "withdrawn", history: [...record.history, { date, says }] });
}
