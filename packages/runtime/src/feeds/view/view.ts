import { createRowReader, entityRowEncoder, type LoggedRow } from "../../log/index.js";
import type { FeedPlan, Predicate } from "../../plan/index.js";
import type { LogEntry, LogSheet, Span } from "../../postgres/log/index.js";
import { collectChanges, type ViewChanges } from "./changes.js";
import { compileHolds, type Holds } from "./holds.js";
import { createLastRow, type RowsOfPage } from "./rows-of-page.js";
import type { TextRules } from "./text-rules.js";

/** What some follow: rows of an entity that satisfy a condition, with some of their fields. */
export interface View {
  /** The same text for the same view, whoever asks for it. */
  readonly key: string;
  readonly plan: FeedPlan;
  /**
   * What entries of the log change in it. Entries that tell of other entities, and events, change nothing. Views that look at the same entries one
   * after the other share their `rows`.
   */
  changesIn(entries: readonly LogEntry[], rows?: RowsOfPage): ViewChanges;
  /** Whether {@link changesOn} needs rows as they were before. */
  readonly asksBefore: boolean;
  /** The same of what stands on a sheet. */
  changesOn(sheet: LogSheet): ViewChanges;
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
  const { where, entity, select } = plan;
  const holds = compileHolds(where, rules);
  const encode = entityRowEncoder(select);
  const subject = entity.name;
  const quotedSubject = JSON.stringify(subject);
  const written = JSON.stringify(select.map(({ name }) => name));
  const write = (entry: LogEntry, rows: RowsOfPage) => rows.written(entry, written, encode);
  const readRow = createRowReader();
  // All rows are in it, so one that goes was in it.
  const isOfAll = where.kind === "always";

  const sheetChange = (sheet: LogSheet, at: number): string | undefined => {
    const kind = sheet.kind(at);
    const position = sheet.position + at;
    if (kind === "truncate") return clear(position);
    const rowAt = ({ from, to }: Span) => (from < to ? readRow(sheet.text, from) : undefined);
    const after = rowAt(sheet.after(at));
    if (after && holds(after)) return put(position, sheet.key(at), sheet.version(at), encode(after));
    const wasThere = isOfAll ? kind === "delete" : isIn(holds, rowAt(sheet.before(at)));
    return wasThere ? remove(position, sheet.key(at), sheet.version(at)) : undefined;
  };

  return {
    key: viewKey(plan),
    plan,
    changesIn(entries, rows = createLastRow()) {
      const changes = collectChanges();
      for (const entry of entries) {
        if (entry.subject !== subject || entry.kind === "event") continue;
        const text = changeText(entry, rows, holds, write);
        if (text === undefined) continue;
        const { position, events } = entry.transaction;
        changes.add(entry.position, position + events - 1, text);
      }
      return changes.finish();
    },
    asksBefore: !isOfAll && where.kind !== "never",
    changesOn(sheet) {
      const changes = collectChanges();
      for (let at = 0; at < sheet.length; at += 1) {
        if (sheet.kind(at) === "event" || sheet.subject(at) !== quotedSubject) continue;
        const text = sheetChange(sheet, at);
        if (text !== undefined) changes.add(sheet.position + at, sheet.ends(at), text);
      }
      return changes.finish();
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
  if (kind === "truncate") return clear(position);
  if (after !== null && holds(rows.after(entry)))
    return put(position, JSON.stringify(key), version, write(entry, rows));
  if (before !== null && holds(rows.before(entry))) return remove(position, JSON.stringify(key), version);
  return undefined;
}

function isIn(holds: Holds, row: LoggedRow | undefined): boolean {
  return row !== undefined && holds(row);
}

function clear(position: number): string {
  return `{"op":"clear","position":${position}}`;
}

/** `key` and `row` are JSON. */
function put(position: number, key: string, version: number | string, row: string): string {
  return `{"op":"put","position":${position},"key":${key},"version":${version},"row":${row}}`;
}

function remove(position: number, key: string, version: number | string): string {
  return `{"op":"remove","position":${position},"key":${key},"version":${version}}`;
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
