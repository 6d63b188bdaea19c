import { quote } from "../identifier.js";
import type { Change, OnlineStatement } from "./change.js";
import { together } from "./expansion-steps.js";
import { createOldName, dropOldNameSql, type TableRenaming } from "./table-renaming.js";

const begins = "do $lintel$\nbegin\n";
const ends = "end\n$lintel$";

/**
 * Lets a column go, or change, although a view that is its table's old name shows it: the view is made anew in the same
 * statement, so that the old name is there at every moment.
 */
export function aroundViews(changes: readonly Change[], views: readonly TableRenaming[]): readonly Change[] {
  return changes.map((change) => {
    const statements = change.online ?? [{ sql: change.sql, alone: false }];
    const view = views.find((one) => statements.some(({ sql }) => isInTheWay(sql, one)));
    if (!view) return change;
    const around = (one: OnlineStatement): OnlineStatement =>
      isInTheWay(one.sql, view) && !one.alone
        ? { ...one, sql: wrapped(one.sql, view), above: "-- lintel: with privileges" }
        : one;
    return { ...change, online: statements.map(around) };
  });
}

function isInTheWay(sql: string, { schema, to }: TableRenaming): boolean {
  return (
    sql.includes(`alter table ${quote(schema)}.${quote(to)}\n`) &&
    /^\s*(?:drop column|alter column \S+ type) /m.test(sql)
  );
}

function wrapped(sql: string, view: TableRenaming): string {
  const inner = sql.startsWith(begins)
    ? sql.slice(begins.length, -ends.length).trim().replace(/;$/, "")
    : sql.replaceAll("\n", "\n  ");
  return together([dropOldNameSql(view), inner, ...createOldName(view)]);
}
