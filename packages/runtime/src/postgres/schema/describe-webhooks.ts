import { quote } from "../identifier.js";
import { webhookTables } from "../webhooks/names.js";
import type { ColumnDescription, TableDescription } from "./description.js";

/**
 * The table of how far each endpoint of a service is: a row for each, apart from what a person says of it, since it changes with
 * every message.
 *
 * - `secret` signs what is sent, and until `previous_until` so does `previous_secret`. Both are sealed with a key of the environment's.
 * - Everything up to `position` of the log is done. `attempts` were made of what comes next, the first that failed at
 *   `failing_since`; it is not tried again before `next_at`.
 * - `generation` is one more whenever a person has the endpoint go on elsewhere; `taken_by` is the generation of the worker that may
 *   move it: what holds an older one moves nothing any more.
 */
export function describeWebhookStates(schema: string): TableDescription {
  const { states: name, endpoints } = webhookTables;
  return {
    name,
    comment: "How far each endpoint of webhooks is.",
    columns: [
      column("endpoint", "uuid"),
      column("secret", "text"),
      column("previous_secret", "text", false),
      column("previous_until", "timestamptz", false),
      column("position", "bigint"),
      { ...column("generation", "bigint"), default: "0" },
      { ...column("taken_by", "bigint"), default: "0" },
      { ...column("attempts", "integer"), default: "0" },
      column("failing_since", "timestamptz", false),
      column("next_at", "timestamptz", false),
    ],
    constraints: [
      {
        name: `${name}_pkey`,
        kind: "primary key",
        definition: `primary key (${quote("endpoint")})`,
        columns: ["endpoint"],
      },
      {
        name: `${name}_endpoint_fkey`,
        kind: "foreign key",
        definition: `foreign key (${quote("endpoint")}) references ${quote(schema)}.${quote(endpoints)} (${quote("id")}) on delete cascade`,
        columns: ["endpoint"],
      },
    ],
    indexes: [],
    triggers: [],
    rowSecurity: false,
    policies: [],
  };
}

function column(name: string, type: string, notNull = true): ColumnDescription {
  return { name, type, notNull };
}
