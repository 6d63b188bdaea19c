import type pg from "pg";

/** An error of PostgreSQL in its own words, with its code, detail and hint. */
export function messageOf(error: unknown): string {
  const { message, detail, hint, code } = error as pg.DatabaseError;
  const more = [detail, hint].filter(Boolean).join(" ");
  return `${message}${code ? ` (${code})` : ""}${more ? `. ${more}` : ""}`;
}
