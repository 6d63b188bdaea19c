import { quote } from "../identifier.js";
import type { OnlineStatement, Step } from "./change.js";
import type { ConstraintDescription, IndexDescription } from "./description.js";
import { objectName } from "./object-name.js";

/** A statement that holds a strong lock for a moment only, in a transaction of its own. */
const step = (sql: string): OnlineStatement => ({ sql, alone: false });

/** A statement that cannot run in a transaction. */
const alone = (sql: string): OnlineStatement => ({ sql, alone: true });

/** What had the same name before, and goes when what takes its place is there. */
export type Replaced = "constraint" | "index" | undefined;

/** A step as it is where the table holds rows that people read and write; most are the same there. */
export function onExisting(one: Step): Step {
  return one.online ? one : { ...one, online: [step(one.sql)] };
}

/** A step whose work another one does: the rule that it drops holds until that one puts its own in its place. */
export function leftToOther(one: Step): Step {
  return { ...one, online: [] };
}

/**
 * A check or a foreign key holds for new rows at once and is then checked against the old ones, behind which nobody
 * waits. A unique constraint or primary key takes over an index that was built beside the table's traffic. Undefined for
 * an exclusion: PostgreSQL builds its index under the lock only.
 */
export function addConstraintOnline(
  table: string,
  { kind, name, definition }: ConstraintDescription,
  replaced: Replaced,
): readonly OnlineStatement[] | undefined {
  const drop = `drop constraint ${quote(name)}`;
  if (kind === "check" || kind === "foreign key") {
    const first = replaced ? `  ${drop},\n` : "";
    return [
      step(`alter table ${table}\n${first}  add constraint ${quote(name)} ${definition} not valid`),
      step(`alter table ${table}\n  validate constraint ${quote(name)}`),
    ];
  }
  const keys = /^(?:unique|primary key) (\([^()]*\))$/i.exec(definition)?.[1];
  if (keys === undefined) return undefined;
  const index = replaced ? objectName(name, "new") : name;
  if (kind === "primary key") {
    const first = replaced ? `  ${drop},\n` : "";
    return [
      alone(`create unique index concurrently ${quote(index)}\n  on ${table} using btree ${keys}`),
      step(
        `alter table ${table}\n${first}  add constraint ${quote(name)} primary key using index ${quote(index)}`,
      ),
    ];
  }
  const using = `add constraint ${quote(name)} unique using index ${quote(index)}`;
  return [
    alone(`create unique index concurrently ${quote(index)}\n  on ${table} using btree ${keys}`),
    ...dropReplaced(table, name, replaced),
    step(`alter table ${table}\n  ${using}`),
  ];
}

/** An index is built beside the table's traffic; one that replaces another takes its name when it is whole. */
export function addIndexOnline(
  table: string,
  { name, definition }: IndexDescription,
  replaced: Replaced,
): readonly OnlineStatement[] {
  const built = replaced ? objectName(name, "new") : name;
  const [, unique = "", rest = ""] =
    /^create (unique )?index (?:"(?:[^"]|"")+"|\S+)([\s\S]*)$/i.exec(definition) ?? [];
  const schema = table.slice(0, table.lastIndexOf('."'));
  return [
    alone(`create ${unique.toLowerCase()}index concurrently ${quote(built)}${rest}`),
    ...dropReplaced(table, name, replaced),
    ...(replaced ? [step(`alter index ${schema}.${quote(built)}\n  rename to ${quote(name)}`)] : []),
  ];
}

/** An index goes when nobody uses it any longer. */
export function dropIndexOnline(schema: string, name: string): OnlineStatement {
  return alone(`drop index concurrently ${quote(schema)}.${quote(name)}`);
}

/** A column becomes required by way of a check, whose proof PostgreSQL takes instead of reading the table under a lock. */
export function setNotNullOnline(schema: string, table: string, column: string): readonly OnlineStatement[] {
  const alter = `alter table ${quote(schema)}.${quote(table)}`;
  const check = quote(objectName(`${table}_${column}`, "lintel_set"));
  return [
    step(`${alter}\n  add constraint ${check} check (${quote(column)} is not null) not valid`),
    step(`${alter}\n  validate constraint ${check}`),
    step(`${alter}\n  alter column ${quote(column)} set not null`),
    step(`${alter}\n  drop constraint ${check}`),
  ];
}

function dropReplaced(table: string, name: string, replaced: Replaced): readonly OnlineStatement[] {
  if (replaced === undefined) return [];
  if (replaced === "constraint") return [step(`alter table ${table}\n  drop constraint ${quote(name)}`)];
  return [alone(`drop index concurrently ${table.slice(0, table.lastIndexOf('."'))}.${quote(name)}`)];
}
