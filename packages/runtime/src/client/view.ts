import type { AnyRow, Change, ViewMessage } from "./protocol.js";
import type { Advance, Step } from "./step.js";

/** What is known of one view, and what must come next. Pure but for what it remembers. */
export interface View<R> {
  /** Up to where everything was taken; undefined before there is a whole state. */
  readonly cursor: string | undefined;
  /** Up to where messages were taken, with those parts of a transaction that are not all there. */
  readonly seen: number;
  /** What a message comes to: a step; `lost` where one before it is missing; undefined where it completes nothing. */
  take(message: ViewMessage<R>): Step<R> | Advance | "lost" | undefined;
}

/**
 * Puts the messages of a subscription together to steps that are consistent: a snapshot with its last part and the changes without
 * which it stands at no position, a transaction with its last part. What was taken before is passed over.
 */
export function createView<R extends AnyRow>(from: string | undefined, snapshot: boolean): View<R> {
  let cursor = from;
  let reached = from ? Number(from.slice(from.lastIndexOf(":") + 1)) : 0;
  let epoch = "";
  let seen = 0;
  let rows: Map<string, R> | undefined;
  let base: Map<string, R> | undefined;
  let parts: Change<R>[] = [];
  let isWhole = true;

  const reach = (position: number): string => {
    reached = position;
    cursor = `${epoch}:${position}`;
    return cursor;
  };
  const follows = (message: { readonly previous: number; readonly position: number }) =>
    message.previous === seen && !rows;
  /** All rows are there, and stand at a position. */
  const stand = (all: Map<string, R>): Step<R> => {
    base = undefined;
    return { type: "snapshot", rows: [...all.values()], cursor: reach(seen) };
  };

  return {
    get cursor() {
      return cursor;
    },
    get seen() {
      return seen;
    },
    take(message) {
      switch (message.type) {
        case "subscribed":
          ({ epoch, position: seen } = message);
          parts = [];
          isWhole = true;
          rows = base = undefined;
          if (!cursor && snapshot) rows = new Map();
          else if (cursor && seen > reached) return "lost";
          else reach(cursor ? reached : seen);
          return;
        case "snapshot": {
          // Of a snapshot that was there already.
          if (!rows) return;
          for (const row of message.rows) rows.set(row.id, row);
          if (message.position === undefined) return;
          seen = message.position;
          base = rows;
          rows = undefined;
          isWhole = !message.partial;
          return isWhole ? stand(base) : undefined;
        }
        case "changes": {
          if (message.previous < seen && message.position <= seen && !rows) return;
          if (!follows(message)) return "lost";
          seen = message.position;
          for (const change of message.changes) if (change.position > reached) parts.push(change);
          isWhole = !message.partial;
          if (!isWhole) return;
          const changes = parts;
          parts = [];
          if (base) return stand(applied(base, changes));
          return changes.length > 0
            ? { type: "changes", changes, cursor: reach(seen) }
            : { type: "advance", cursor: reach(seen) };
        }
        case "advance":
          if (message.position <= seen && !rows) return;
          if (!follows(message) || !isWhole) return "lost";
          seen = message.position;
          return { type: "advance", cursor: reach(seen) };
        case "live":
          return rows || !cursor ? "lost" : { type: "live", cursor };
        case "behind":
          return { type: "behind", reason: message.reason };
        case "reset":
          cursor = undefined;
          reached = 0;
          return { type: "reset", code: message.code, detail: message.detail };
        default:
          return;
      }
    },
  };
}

/** Rows after these changes. One that is newer already stays as it is. */
function applied<R extends AnyRow>(rows: Map<string, R>, changes: readonly Change<R>[]): Map<string, R> {
  for (const change of changes) {
    if (change.op === "clear") rows.clear();
    else if ((rows.get(change.key)?.version ?? 0) > change.version) continue;
    else if (change.op === "put") rows.set(change.key, change.row);
    else rows.delete(change.key);
  }
  return rows;
}
