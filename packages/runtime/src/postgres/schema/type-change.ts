import { quote } from "../identifier.js";

/** How the values of a column become those of another type. */
export interface TypeChange {
  /** The expression that makes the new value. */
  readonly using: string;
  /** Whether anything that the old value said may be gone from the new one. */
  readonly losesData: boolean;
}

/**
 * How `column` goes from one type to another, both as PostgreSQL names them. What is not known to keep every value
 * goes by way of text, so that a value that does not fit ends the migration instead of being bent, and counts as a
 * loss of data all the same: `12.50` to `12.5` bends nothing that PostgreSQL would refuse.
 */
export function typeChange(column: string, from: string, to: string): TypeChange {
  if (keepsEveryValue(from, to)) return { using: `${quote(column)}::${to}`, losesData: false };
  return { using: `${quote(column)}::text::${to}`, losesData: true };
}

/** Whether every row is written anew; more digits before the point are the one change that PostgreSQL makes without. */
export function rewritesTable(from: string, to: string): boolean {
  const [given, wanted] = [numericOf(from), numericOf(to)];
  return !(given && wanted && given.after === wanted.after && given.before <= wanted.before);
}

function keepsEveryValue(from: string, to: string): boolean {
  if (to === "text" || to === from) return true;
  if (from === "integer" && to === "bigint") return true;
  if (from === "date" && to === "timestamp with time zone") return true;
  const wanted = numericOf(to);
  if (!wanted) return false;
  const digits = { integer: 10, bigint: 19 }[from];
  const given = digits === undefined ? numericOf(from) : { before: digits, after: 0 };
  return given !== undefined && wanted.after >= given.after && wanted.before >= given.before;
}

/** Digits before and after the point. */
function numericOf(type: string): { before: number; after: number } | undefined {
  const match = /^numeric\((\d+),(\d+)\)$/.exec(type);
  return match ? { before: Number(match[1]) - Number(match[2]), after: Number(match[2]) } : undefined;
}
