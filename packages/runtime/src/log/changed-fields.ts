import type { LogEntry } from "../postgres/log/index.js";
import { membersOf } from "./json-members.js";

/**
 * The columns that an entry changed, in the order of the row: those whose value is another after it than before. All of
 * them for a row that came or went, none for a truncation or an event. Values are compared as they are written, so a
 * number that differs in its last digit is another one.
 */
export function changedFields({
  kind,
  before,
  after,
}: Pick<LogEntry, "kind" | "before" | "after">): readonly string[] {
  if (kind === "event" || kind === "truncate") return [];
  const was = membersOf(before);
  const is = membersOf(after);
  return [...new Set([...is.keys(), ...was.keys()])].filter((name) => was.get(name) !== is.get(name));
}
