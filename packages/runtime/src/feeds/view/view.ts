import { entityRowEncoder } from "../../log/index.js";
import type { FeedPlan, Predicate } from "../../plan/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { compileHolds, type Holds } from "./holds.js";
import { createLastRow, type RowsOfPage } from "./rows-of-page.js";
import type { TextRules } from "./text-rules.js";

/** A change of a view, as its followers are told of it. */
export interface ViewChange {
  readonly position: number;
  /** The last position of its transaction. */
  readonly ends: number;
  /** The JSON text of the change: the same for everyone who follows the view. */
  readonly text: string;
}

/** What some follow: rows of an entity that satisfy a condition, with some of their fields. */
export interface View {
  /** The same text for the same view, whoever asks for it. */
  readonly key: string;
  readonly plan: FeedPlan;
  /**
   * What entries of the log change in it. Entries that tell of other entities, and events, change nothing. Views that look at the same entries one
   * after the other share their `rows`.
   */
  changesIn(entries: readonly LogEntry[], rows?: RowsOfPage): readonly ViewChange[];
}

/** What a plan's view is known by. Who asks is not part of it, but in the condition that the access rules came to. */
export function viewKey({ entity, select, where }: FeedPlan): string {
  return JSON.stringify([entity.service, entity.name, select.map(({ name }) => name), writtenOut(where)]);
}

/**
 * Makes a view of a plan.
 *
 * @throws `FILTER_UNSUPPORTED` where the condition cannot be told outside of PostgreSQL
 */
export function createView(plan: FeedPlan, rules: TextRules): View {
  const holds = compileHolds(plan.where, rules);
  const encode = entityRowEncoder(plan.select);
  const subject = plan.entity.name;
  const written = JSON.stringify(plan.select.map(({ name }) => name));
  const write = (entry: LogEntry, rows: RowsOfPage) => rows.written(entry, written, encode);
  return {
    key: viewKey(plan),
    plan,
    changesIn(entries, rows = createLastRow()) {
      const changes: ViewChange[] = [];
      for (const entry of entries) {
        if (entry.subject !== subject || entry.kind === "event") continue;
        const text = changeText(entry, rows, holds, write);
        if (text === undefined) continue;
        const { position, events } = entry.transaction;
        changes.push({ position: entry.position, ends: position + events - 1, text });
      }
      return changes;
    },
  };
}

/** Hidden and hidden is nothing; hidden and visible is a put, and so is visible and visible; visible and hidden is a removal. */
function changeText(
  entry: LogEntry,
  rows: RowsOfPage,
  holds: Holds,
  write: (entry: LogEntry, rows: RowsOfPage) => string,
): string | undefined {
  const { kind, position, key, version, before, after } = entry;
  if (kind === "truncate") return `{"op":"clear","position":${position}}`;
  const about = `"position":${position},"key":${JSON.stringify(key)},"version":${version}`;
  if (after !== null && holds(rows.after(entry))) return `{"op":"put",${about},"row":${write(entry, rows)}}`;
  if (before !== null && holds(rows.before(entry))) return `{"op":"remove",${about}}`;
  return undefined;
}

function writtenOut(where: Predicate): unknown {
  switch (where.kind) {
    case "and":
    case "or":
      return [where.kind, ...where.parts.map(writtenOut)];
    case "compare":
      return ["compare", where.field.name, where.operator, where.value];
    case "compareFields":
      return ["compareFields", where.field.name, where.operator, where.other.name];
    case "in":
      return ["in", where.field.name, where.values];
    case "isNull":
      return ["isNull", where.field.name, where.isNull];
    case "startsWith":
    case "contains":
      return [where.kind, where.field.name, where.value];
    default:
      return [where.kind];
  }
}
