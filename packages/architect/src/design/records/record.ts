import type { Decision, DecisionId } from "../decisions/index.js";

/** A decision as it is kept: its number, its file and its date stay whatever comes later. */
export interface DecisionRecord {
  /** From 1, never given twice. */
  readonly number: number;
  /** Of its file, without the number: `run-it-as-one-process`. */
  readonly slug: string;
  readonly status: RecordStatus;
  /** When it was made: `2026-12-01`. */
  readonly date: string;
  /** As it was last: of a record that holds no more, as it was then. */
  readonly decision: Decision;
  /** Numbers of the records before and after it. */
  readonly supersedes?: number;
  readonly supersededBy?: number;
  /** What happened to it since it was made, oldest first. */
  readonly history: readonly RecordEvent[];
}

/** `withdrawn`: what it decided on is not there any more. */
export type RecordStatus = "accepted" | "superseded" | "withdrawn";

export interface RecordEvent {
  /** `2026-12-01`. */
  readonly date: string;
  readonly says: string;
}

/** What tells one question from another: `consistency` of `REQ-FEAT-PLACE-ORDER`. */
export function keyOf({ id, subject }: { readonly id: DecisionId; readonly subject?: string }): string {
  return subject === undefined ? id : `${id} ${subject}`;
}

/** From `docs/architecture`: `decisions/0007-run-it-as-one-process.md`. */
export function pathOf(record: Pick<DecisionRecord, "number" | "slug">): string {
  return `decisions/${nameOf(record)}`;
}

/** Of its file. */
export function nameOf({ number, slug }: Pick<DecisionRecord, "number" | "slug">): string {
  return `${String(number).padStart(4, "0")}-${slug}.md`;
}
