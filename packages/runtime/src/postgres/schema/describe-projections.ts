import { quote } from "../identifier.js";
import { projectionTable } from "../projections/names.js";
import type { ColumnDescription, TableDescription } from "./description.js";

/**
 * The table of what is built of the projections of a service: a row for each build of each. All builds of a projection lie in one table, told
 * apart by a column, and readers are shown the one that is live: so one statement puts a build in the place of another, at one
 * moment for everybody, and takes no lock that a reader waits for.
 *
 * - `generation` is one more with every build of a projection, `version` that of the definition whose functions build it.
 * - `state` is `building`, `live` (one for each projection, at most) or `retired`: its rows are taken away then.
 * - Everything up to `position` of `epoch` is in it. `first_position` is where it began: above 1, what came before is not in it.
 */
export function describeProjectionTable(): TableDescription {
  return {
    name: projectionTable,
    comment: "What is built of the projections of the service.",
    columns: [
      column("name", "text"),
      column("generation", "integer"),
      column("version", "integer"),
      { ...column("state", "text"), default: "'building'::text" },
      column("epoch", "uuid", false),
      { ...column("position", "bigint"), default: "0" },
      column("first_position", "bigint", false),
      { ...column("changed_at", "timestamptz"), default: "now()" },
    ],
    constraints: [
      {
        name: `${projectionTable}_pkey`,
        kind: "primary key",
        definition: `primary key (${quote("name")}, ${quote("generation")})`,
        columns: ["name", "generation"],
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
