/** The key words that PostgreSQL 15 to 18 reserves: as names they must be quoted (SQL Key Words, appendix C of its manual). */
export const reservedWords: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
  from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with`.split(/\s+/),
);

/** Names that JavaScript gives a meaning of its own, on every object or when it is awaited. */
export const languageNames: ReadonlySet<string> = new Set([
  "constructor",
  "hasOwnProperty",
  "prototype",
  "then",
  "toJSON",
  "toString",
  "valueOf",
]);

/** Fields that every entity has, or that Lintel keeps in its table. */
export const fieldNamesTaken: ReadonlySet<string> = new Set([
  "id",
  "createdAt",
  "updatedAt",
  "version",
  "deletedAt",
  "searchVector",
  "lintelGeneration",
]);

/** Tables that Lintel keeps in the schema of a service. */
export const tablesTaken: ReadonlySet<string> = new Set([
  "idempotency_keys",
  "outbox",
  "outbox_seq",
  "log",
  "log_head",
  "log_cursors",
  "revoked_tokens",
  "log_inbox",
  "log_dead_letters",
  "log_projections",
  ...Array.from({ length: 8 }, (_, slot) => [`outbox_${slot}`, `log_${slot}`]).flat(),
]);

/** Schemas that PostgreSQL or Lintel keeps for itself. */
export function isSchemaTaken(schema: string): boolean {
  return ["public", "lintel", "information_schema"].includes(schema) || schema.startsWith("pg_");
}
