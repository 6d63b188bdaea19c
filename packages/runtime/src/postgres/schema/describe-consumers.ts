import { consumerTables } from "../consumers/names.js";
import { quote } from "../identifier.js";
import type { ColumnDescription, TableDescription } from "./description.js";

/**
 * The tables of what the consumers of a service have done and could not do, in the service's own schema, so that an effect
 * and the note of it commit together.
 *
 * - `log_inbox` has a row for each entry that a consumer has taken care of and that lies after its cursor: who writes the row may
 *   do it, and nobody else. Rows up to the cursor are thrown away.
 * - `log_dead_letters` has the entries that could not be handled yet, whole, so that they outlive the log. `state` is
 *   `retrying` (tried again at `next_at`), `dead` (a person decides) or `parked` (an earlier one of the same `lane` is in the way).
 * - `lane` is that within which order is kept. Within it, what comes first has the lower `generation` of the cursor, then the
 *   lower `position`.
 * - `attempts` were begun, `failures` of them ended with an error: the others ended with their process.
 * - `edited_at` is when a person changed the data.
 */
export function describeConsumerTables(schema: string): readonly TableDescription[] {
  const { inbox, letters } = consumerTables;
  const byLane = ["consumer", "lane", "generation", "position"];
  const index = `${letters}_lane_idx`;
  return [
    {
      ...bare,
      name: inbox,
      comment: "What the consumers of the service have taken care of, ahead of their cursors.",
      columns: [column("consumer", "text"), column("epoch", "uuid"), column("position", "bigint")],
      constraints: [primaryKey(inbox)],
      indexes: [],
    },
    {
      ...bare,
      name: letters,
      comment: "What the consumers of the service could not handle yet.",
      columns: [
        column("consumer", "text"),
        column("epoch", "uuid"),
        column("position", "bigint"),
        column("lane", "text"),
        column("generation", "bigint"),
        column("state", "text"),
        { ...column("attempts", "integer"), default: "0" },
        { ...column("failures", "integer"), default: "0" },
        { ...column("next_at", "timestamptz"), default: "now()" },
        column("error", "text", false),
        column("first_failed_at", "timestamptz", false),
        column("last_failed_at", "timestamptz", false),
        { ...column("parked_at", "timestamptz"), default: "now()" },
        column("edited_at", "timestamptz", false),
        column("kind", "text"),
        column("subject", "text"),
        column("key", "text"),
        column("version", "integer"),
        column("at", "timestamptz"),
        column("before", "jsonb", false),
        column("after", "jsonb", false),
        column("cause", "jsonb", false),
      ],
      constraints: [primaryKey(letters)],
      indexes: [
        {
          name: index,
          definition: `create index ${quote(index)}\n  on ${quote(schema)}.${quote(letters)} using btree (${byLane.map(quote).join(", ")})`,
          columns: byLane,
        },
      ],
    },
  ];
}

const bare = { triggers: [], rowSecurity: false, policies: [] } as const;

function column(name: string, type: string, notNull = true): ColumnDescription {
  return { name, type, notNull };
}

function primaryKey(table: string) {
  const columns = ["consumer", "epoch", "position"];
  const definition = `primary key (${columns.map(quote).join(", ")})`;
  return { name: `${table}_pkey`, kind: "primary key", definition, columns } as const;
}
