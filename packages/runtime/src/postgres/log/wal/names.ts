import { createHash } from "node:crypto";

/** Names of slots are of lower case letters, digits and underscores, at most 63 of them; nothing has to be quoted. */
const most = 36;

/** The publication of a service's outbox. */
export function publicationOf(schema: string): string {
  return `lintel_log_${plain(schema)}`;
}

/**
 * The slot of a service's log. Names of slots are one's own in the whole server, so the database stands in it: by its OID,
 * which stays when it is renamed, and differs in a copy.
 */
export function slotOf(database: number, schema: string): string {
  return `lintel_${database}_${plain(schema)}`;
}

function plain(schema: string): string {
  if (/^[a-z0-9_]+$/.test(schema) && schema.length <= most) return schema;
  const digest = createHash("sha256").update(schema).digest("hex").slice(0, 8);
  const start = schema.toLowerCase().replace(/[^a-z0-9_]/g, "_");
  return `${start.slice(0, most - 9)}_${digest}`;
}
