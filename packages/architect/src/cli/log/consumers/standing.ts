import type { CursorState, LetterCounts, LogStatus } from "@lintel/runtime/tools";
import { formatTable, grouped } from "../../table.js";
import type { Paint } from "../../terminal.js";

/** How a consumer stands. */
export interface Standing {
  readonly name: string;
  readonly follows: string;
  /** Undefined where it has never run. */
  readonly cursor: CursorState | undefined;
  readonly letters: LetterCounts;
  /** Undefined where the log cannot be read from here. */
  readonly log: Pick<LogStatus, "epoch" | "position" | "firstKept"> | undefined;
}

/** What keeps a consumer from going on, for a person, with what to type; undefined where nothing does. */
export function troubleOf({ name, follows, cursor, letters, log }: Standing): string | undefined {
  const isBehind = log !== undefined && (cursor?.position ?? 0) < log.position;
  if (cursor?.epoch !== undefined && log && cursor.epoch !== log.epoch)
    return `${name} is at a position of another epoch of the log of ${follows}, which was restored, copied or replaced. Next: lintel log seek ${name} beginning`;
  if (cursor?.epoch !== undefined && log && cursor.position + 1 < log.firstKept)
    return `${name} is at ${grouped(cursor.position)}, and the log of ${follows} begins at ${grouped(log.firstKept)}: what lies between is gone. Next: lintel log seek ${name} beginning`;
  if (letters.dead > 0)
    return `${name} has ${grouped(letters.dead)} dead letters. Next: lintel log dead list ${name}`;
  if (isBehind && cursor?.isPaused) return undefined;
  if (isBehind && !cursor?.isHeld) return `Nobody works for ${name}. Start the system: lintel start`;
  return undefined;
}

/** The consumers as a table, and what to do where one stands still. */
export function formatConsumers(standings: readonly Standing[], paint: Paint): string {
  if (standings.length === 0) return "No service has a consumer.";
  const rows = standings.map(({ name, follows, cursor, letters, log }) => [
    name,
    follows,
    grouped(cursor?.position ?? 0),
    log ? grouped(Math.max(0, log.position - (cursor?.position ?? 0))) : "?",
    cursor?.isPaused ? "paused" : cursor?.isHeld ? (cursor.holder ?? "") : "nobody",
    grouped(letters.retrying),
    grouped(letters.dead),
    grouped(letters.parked),
  ]);
  const heading = ["CONSUMER", "FOLLOWS", "POSITION", "BEHIND", "WORKS", "RETRYING", "DEAD", "PARKED"];
  return [
    formatTable(heading, rows, paint),
    ...standings.flatMap((one) => troubleOf(one) ?? []).map((line) => paint("red", line)),
  ].join("\n");
}
