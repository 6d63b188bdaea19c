import { isDeepStrictEqual } from "node:util";
import type { LogEntry } from "../../postgres/log/index.js";

/** One message of the feed protocol, as a follower was given it. */
export interface FollowedMessage {
  readonly type: string;
  readonly previous?: number | undefined;
  readonly position?: number | undefined;
  readonly partial?: boolean | undefined;
  readonly rows?: readonly FollowedRow[] | undefined;
  readonly changes?: readonly FollowedChange[] | undefined;
}
export interface FollowedRow {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}
export interface FollowedChange {
  readonly op: "put" | "remove" | "clear";
  readonly position: number;
  readonly key: string;
  readonly version: number;
  readonly row?: FollowedRow | undefined;
}

/** What one follower was given, and what its view is. */
export interface Followed {
  readonly name: string;
  readonly entity: string;
  /** The row as this follower is to see it, made of the columns in the log; undefined where it is not in the view. */
  readonly rowOf: (columns: { readonly [column: string]: unknown }) => FollowedRow | undefined;
  /** Whether it begins with the rows, or without them. */
  readonly begins: "rows" | "now";
  /** Its conversations, one after another: one that was `resumed` went on from the last cursor of the one before. */
  readonly sessions: readonly { readonly resumed: boolean; readonly messages: readonly FollowedMessage[] }[];
}

/** What is wrong with what a follower was given. */
export interface FollowerFault {
  readonly promise:
    | "chain"
    | "copy equals the table"
    | "never wider"
    | "whole transactions"
    | "once"
    | "live is live";
  readonly detail: string;
}

/**
 * Decides whether a follower was given what the log holds of its view, the log being all entries from position 1 on:
 *
 * - chain: each message goes on where the one before it ended;
 * - copy equals the table: at every position that it is told of, its rows are those of the view as the log makes them, whatever was left out, doubled
 *   or put into another order. Of a snapshot that is so from the first message after it on, `live` included;
 * - never wider: each row is one that is in its view, and has no other members; each removal is of a row that was;
 * - whole transactions: what is told as consistent ends where a transaction ends;
 * - once: no change comes at a position that was told already;
 * - live is live: it is told so where nothing is open.
 */
export function checkFollower(log: readonly LogEntry[], followed: Followed): readonly FollowerFault[] {
  const faults: FollowerFault[] = [];
  const table = foldingOf(log, followed);
  /** What the client holds and where it stands, as of the last message after which its view is consistent. */
  let kept = { rows: new Map<string, FollowedRow>(), at: 0 };
  for (const { resumed, messages } of followed.sessions) {
    let rows = new Map(resumed ? kept.rows : []);
    let at = resumed ? kept.at : 0;
    let isOpen = false;
    const fault = (promise: FollowerFault["promise"], detail: string) =>
      faults.push({ promise, detail: `${followed.name}: ${detail}` });
    const compare = () => {
      const expected = table.at(at);
      if (!sameRows(rows, expected))
        fault("copy equals the table", `at ${at} it has ${shown(rows)}; expected ${shown(expected)}.`);
      kept = { rows: new Map(rows), at };
    };
    for (const message of messages) {
      const { type, previous, position = at, partial = false } = message;
      if (type === "subscribed") {
        if (resumed && position !== at) fault("chain", `it resumed at ${position}; expected ${at}.`);
        if (!resumed && followed.begins === "now") {
          rows = table.at(position);
          at = position;
        }
      } else if (type === "snapshot") {
        for (const row of message.rows ?? []) {
          if (rows.has(row.id)) fault("once", `the snapshot has ${row.id} twice.`);
          rows.set(row.id, row);
          if (!table.had(row))
            fault("never wider", `the snapshot has ${JSON.stringify(row)}, which no row in the view was.`);
        }
        at = position;
      } else if (type === "changes" || type === "advance") {
        if (previous !== at) fault("chain", `${type} follows ${previous}; expected ${at}.`);
        for (const change of message.changes ?? []) {
          if (change.position <= at)
            fault("once", `${change.op} ${change.key} comes at ${change.position}, after ${at} was told.`);
          const reason = table.refuses(change);
          if (reason) fault("never wider", reason);
          apply(rows, change);
        }
        at = position;
        isOpen = partial;
        if (!partial && type === "changes" && !table.ends(position))
          fault("whole transactions", `${type} ends at ${position}, within a transaction.`);
        if (!partial) compare();
      } else if (type === "live") {
        if (isOpen || position !== at)
          fault(
            "live is live",
            `it is said at ${position}; expected ${at}${isOpen ? ", and the rest of a transaction" : ""}.`,
          );
        if (!isOpen) compare();
      }
    }
  }
  return faults;
}

function apply(copy: Map<string, FollowedRow>, { op, key, row }: FollowedChange): void {
  if (op === "clear") copy.clear();
  else if (op === "put" && row) copy.set(key, row);
  else copy.delete(key);
}

/** The view as the log makes it, worked out entry by entry and by nothing that a hub uses. */
function foldingOf(log: readonly LogEntry[], { entity, rowOf }: Followed) {
  const seen = (text: string | null) => (text === null ? undefined : rowOf(JSON.parse(text)));
  const entries = log
    .filter(({ subject, kind }) => subject === entity && kind !== "event")
    .map((entry) => ({ ...entry, was: seen(entry.before), is: seen(entry.after) }));
  const rows = new Map<string, FollowedRow[]>();
  for (const { key, was, is } of entries)
    rows.set(key, [...(rows.get(key) ?? []), ...(was ? [was] : []), ...(is ? [is] : [])]);
  const ends = new Set(log.map(({ transaction }) => transaction.position + transaction.events - 1));
  const byPosition = new Map(entries.map((entry) => [entry.position, entry]));
  let state = new Map<string, FollowedRow>();
  let next = 0;
  return {
    ends: (position: number) => position === 0 || ends.has(position),
    had: (row: FollowedRow) => (rows.get(row.id) ?? []).some((one) => isDeepStrictEqual(one, row)),
    refuses({ op, position, key, version, row }: FollowedChange): string | undefined {
      const entry = byPosition.get(position);
      if (!entry) return `${op} ${key} is told at ${position}, where nothing of it is.`;
      if (op === "clear") return entry.kind === "truncate" ? undefined : `clear at ${position} is none.`;
      if (entry.key !== key || entry.version !== version)
        return `${op} ${key} version ${version} at ${position} is of ${entry.key} version ${entry.version}.`;
      if (op === "remove")
        return entry.was && !entry.is
          ? undefined
          : `remove ${key} at ${position} tells of a row that was not seen, or is.`;
      return isDeepStrictEqual(entry.is, row)
        ? undefined
        : `put ${key} at ${position} shows ${JSON.stringify(row)}; expected ${JSON.stringify(entry.is)}.`;
    },
    at(position: number): Map<string, FollowedRow> {
      if (next > 0 && (entries[next - 1]?.position ?? 0) > position) {
        state = new Map();
        next = 0;
      }
      for (; next < entries.length; next += 1) {
        const entry = entries[next];
        if (!entry || entry.position > position) break;
        if (entry.kind === "truncate") state.clear();
        else if (entry.is) state.set(entry.key, entry.is);
        else state.delete(entry.key);
      }
      return new Map(state);
    },
  };
}

function sameRows(one: ReadonlyMap<string, FollowedRow>, other: ReadonlyMap<string, FollowedRow>): boolean {
  return one.size === other.size && [...one].every(([id, row]) => isDeepStrictEqual(row, other.get(id)));
}

function shown(rows: ReadonlyMap<string, FollowedRow>): string {
  const versions = [...rows].map(([id, { version }]) => `${id.slice(-4)} v${version}`).sort();
  return versions.length === 0 ? "nothing" : versions.join(", ");
}
