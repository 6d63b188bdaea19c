import { cursorTable } from "../cursors/names.js";
import { quote } from "../identifier.js";
import type { ColumnDescription, TableDescription } from "./description.js";

/**
 * The table of how far a service has come in the logs that it follows: a row for each consumer, projection and other
 * worker, in the service's own schema, so that what a worker does and how far it is commit together.
 *
 * - `name` is the worker's, `source` the service whose log it follows.
 * - Everything up to `position` of `epoch` is done; both are empty and 0 before the first.
 * - `generation` is one more whenever another process takes the row, or a person seeks: what holds an older one can write
 *   nothing any more. `holder` is who has it, until `held_until` unless it says so again.
 * - `paused` is set by a person: nobody goes on until it is taken back.
 */
export function describeCursorTable(): TableDescription {
  return {
    name: cursorTable,
    comment: "How far the service has come in the logs that it follows.",
    columns: [
      column("name", "text"),
      column("source", "text"),
      column("epoch", "uuid", false),
      { ...column("position", "bigint"), default: "0" },
      { ...column("generation", "bigint"), default: "0" },
      column("holder", "text", false),
      column("held_until", "timestamptz", false),
      { ...column("paused", "boolean"), default: "false" },
      { ...column("changed_at", "timestamptz"), default: "now()" },
    ],
    constraints: [
      {
        name: `${cursorTable}_pkey`,
        kind: "primary key",
        definition: `primary key (${quote("name")})`,
        columns: ["name"],
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
