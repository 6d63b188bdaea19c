import { quote } from "../identifier.js";
import type { Change } from "./change.js";
import type { DatabaseDescription } from "./description.js";
import { together } from "./expansion-steps.js";
import { sameColumnsOf } from "./same-value.js";

/**
 * Makes of two drops one: a trigger that kept two columns equal, and the one of them that goes. In between, a program
 * that writes the other column would leave this one empty, where it may not be.
 */
export function contract(changes: readonly Change[], current: DatabaseDescription): readonly Change[] {
  const ended = current.schemas.flatMap(({ name: schema, tables }) =>
    tables.flatMap(({ name: table, triggers }) =>
      triggers.flatMap((trigger) => {
        const columns = sameColumnsOf(trigger);
        if (!columns) return [];
        const on = `${quote(schema)}.${quote(table)}`;
        const dropTrigger = `drop trigger ${quote(trigger.name)} on ${on}`;
        const dropped = changes.find((change) => change.sql === dropTrigger);
        const column = [columns.former, columns.latter]
          .map((name) => `alter table ${on}\n  drop column ${quote(name)}`)
          .map((sql) => changes.find((change) => change.sql === sql))
          .find((change) => change !== undefined);
        return dropped && column ? [{ dropped, column }] : [];
      }),
    ),
  );
  return changes.map((change) => {
    if (ended.some(({ dropped }) => dropped === change)) return { ...change, online: [] };
    const triggers = ended.filter(({ column }) => column === change).map(({ dropped }) => dropped.sql);
    if (triggers.length === 0) return change;
    return {
      ...change,
      online: [{ sql: together([...triggers, change.sql.replaceAll("\n", "\n  ")]), alone: false }],
    };
  });
}
