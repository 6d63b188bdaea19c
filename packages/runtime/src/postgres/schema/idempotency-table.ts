import { quote } from "../identifier.js";
import type { TableDescription } from "./description.js";
import type { NameRegister } from "./object-name.js";

/** The table of the answers that were given under an Idempotency-Key. Every service has its own. */
export const idempotencyTable = "idempotency_keys";

/** Its columns; `status`, `headers` and `body` are null while the first request runs. */
export function describeIdempotencyTable(schema: string, names: NameRegister): TableDescription {
  const column = (name: string, type: string, notNull: boolean) => ({ name, type, notNull });
  const index = names.take(`${idempotencyTable}_created_at`, "idx", "");
  return {
    name: idempotencyTable,
    comment: "The answers that were given under an Idempotency-Key, to give them again.",
    columns: [
      {
        ...column("scope", "text", true),
        comment: "Who asked: an actor, or an address where none is known.",
      },
      column("key", "text", true),
      {
        ...column("fingerprint", "bytea", true),
        comment: "A digest of the request: the same key must ask the same.",
      },
      column("status", "integer", false),
      column("headers", "jsonb", false),
      column("body", "text", false),
      { ...column("created_at", "timestamptz", true), default: "now()" },
    ],
    constraints: [
      {
        name: names.take(idempotencyTable, "pkey", ""),
        kind: "primary key",
        definition: `primary key (${quote("scope")}, ${quote("key")})`,
        columns: ["scope", "key"],
      },
    ],
    indexes: [
      {
        name: index,
        definition: `create index ${quote(index)}\n  on ${quote(schema)}.${quote(idempotencyTable)} using btree (${quote("created_at")})`,
        columns: ["created_at"],
      },
    ],
    triggers: [],
    rowSecurity: false,
    policies: [],
  };
}
