import { splitStatements } from "./split-statements.js";

/** A table as a statement writes it: `"catalog"."products"`. */
export type TableName = string;

/** What a statement asks of the rows of a table, or does to its columns; names are quoted as SQL has them. */
export type Effect =
  | { readonly kind: "table created" | "table dropped"; readonly table: TableName }
  | {
      readonly kind: "column added";
      readonly table: TableName;
      readonly column: string;
      readonly type: string;
      readonly notNull: boolean;
      /** What the rows that are there hold in it; undefined where only PostgreSQL knows. */
      readonly value: string | undefined;
    }
  | { readonly kind: "column dropped"; readonly table: TableName; readonly column: string }
  | {
      readonly kind: "column retyped";
      readonly table: TableName;
      readonly column: string;
      readonly using: string;
    }
  | {
      readonly kind: "rule";
      readonly table: TableName;
      readonly name: string;
      readonly rule: Rule;
    };

export type Rule =
  /** An expression that no row may make false. */
  | { readonly kind: "check"; readonly holds: string }
  | { readonly kind: "required"; readonly column: string }
  /** Expressions that no two rows share, of those rows that satisfy `where`. */
  | { readonly kind: "unique"; readonly keys: string; readonly where?: string | undefined }
  | {
      readonly kind: "reference";
      readonly column: string;
      readonly target: TableName;
      readonly targetColumn: string;
    };

const identifier = `"(?:[^"]|"")+"`;
const table = `${identifier}\\.${identifier}`;
const pattern = (source: string) => new RegExp(`^${source}$`, "i");

/** What changes no row, no column and no rule about rows. */
const harmless =
  /^(?:comment on|create (?:or replace )?(?:function|trigger)|drop (?:trigger|function|index)|(?:create|alter|drop) policy|alter index|create schema|(?:create|drop) sequence) /i;
/** Makes the column of search of rows that are there: no value stands in its way. */
const vectorBackfill = new RegExp(`^update ${table}\\s+set "search_vector" = default\\s`, "i");
/** The one row of a table that holds one. */
const firstRow = new RegExp(`^insert into ${table} default values$`, "i");
/** Several statements as one. */
const block = /^do \$lintel\$\nbegin\n([\s\S]*)end\n\$lintel\$$/;
const plainIndex = /^create index /i;
const uniqueIndex = pattern(
  String.raw`create unique index (?:concurrently )?(${identifier})\s+on (${table}) using btree \(([\s\S]+?)\)(?:\s+where ([\s\S]+))?`,
);
const createTable = new RegExp(`^create table (${table})(?: \\(|\\s+partition of )`, "i");
const dropTable = pattern(`drop table (${table})`);
const alterTable = new RegExp(`^alter table (${table})\\s+([\\s\\S]+)$`, "i");
const actionEnd = /,\n {2}(?=(?:add|alter|drop|validate) )/;

/**
 * What a statement does that `db diff` wrote. Undefined where it says something that is not known here, such as what a
 * person wrote: from there on nothing can be foreseen. Pure.
 */
export function effectsOf(statement: string): readonly Effect[] | undefined {
  if (harmless.test(statement) || plainIndex.test(statement)) return [];
  if (vectorBackfill.test(statement) || firstRow.test(statement)) return [];
  const inner = block.exec(statement)?.[1];
  if (inner !== undefined) return blockEffects(inner);
  const created = createTable.exec(statement)?.[1];
  if (created) return [{ kind: "table created", table: created }];
  const dropped = dropTable.exec(statement)?.[1];
  if (dropped) return [{ kind: "table dropped", table: dropped }];
  const [, name, on, keys, where] = uniqueIndex.exec(statement) ?? [];
  if (name && on && keys) return [{ kind: "rule", table: on, name, rule: { kind: "unique", keys, where } }];
  const [, altered, actions] = alterTable.exec(statement) ?? [];
  if (!altered || !actions) return undefined;
  const effects = actions.split(actionEnd).map((action) => actionEffects(altered, action));
  return effects.every((one) => one !== undefined) ? effects.flat() : undefined;
}

/** What fills a column that a block adds is not known here. */
function blockEffects(inner: string): readonly Effect[] | undefined {
  const effects = splitStatements(inner).map(({ text }) => effectsOf(text.replaceAll("\n  ", "\n")));
  if (effects.some((one) => !one || one.some(({ kind }) => kind === "column added"))) return undefined;
  return effects.flatMap((one) => one ?? []);
}

const quietAction = new RegExp(
  `^(?:(?:enable|disable) row level security|validate constraint ${identifier}|drop constraint ${identifier}|` +
    `add constraint ${identifier} (?:unique|primary key) using index ${identifier}|` +
    `alter column ${identifier} (?:drop default|drop not null|drop expression|set default [\\s\\S]+))$`,
  "i",
);
const addColumn = new RegExp(
  `^add column (${identifier}) ([\\w ]+?(?:\\([\\d,]+\\))?(?:\\[\\])?)( not null)?(?: default ([\\s\\S]+))?$`,
  "i",
);
const addGenerated = new RegExp(`^add column (${identifier}) [\\w ]+ generated always as `, "i");
const dropColumn = pattern(`drop column (${identifier})`);
const retype = pattern(`alter column (${identifier}) type .+ using (.+)`);
const setNotNull = pattern(`alter column (${identifier}) set not null`);
const addCheck = pattern(`add constraint (${identifier}) check \\(([\\s\\S]+)\\)(?: not valid)?`);
const addUnique = pattern(`add constraint (${identifier}) unique \\(([^()]+)\\)`);
const addReference = pattern(
  `add constraint (${identifier}) foreign key \\((${identifier})\\) references (${table}) \\((${identifier})\\)[a-z ]*`,
);

function actionEffects(on: TableName, action: string): readonly Effect[] | undefined {
  if (quietAction.test(action)) return [];
  const generated = addGenerated.exec(action)?.[1];
  if (generated) return [addedColumn(on, generated, "", false, undefined)];
  const [, added, type, notNull, value] = addColumn.exec(action) ?? [];
  if (added && type) return [addedColumn(on, added, type, notNull !== undefined, value ?? "null")];
  const dropped = dropColumn.exec(action)?.[1];
  if (dropped) return [{ kind: "column dropped", table: on, column: dropped }];
  const [, retyped, using] = retype.exec(action) ?? [];
  if (retyped && using) {
    return [{ kind: "column retyped", table: on, column: retyped, using }];
  }
  const required = setNotNull.exec(action)?.[1];
  if (required) return [rule(on, required, { kind: "required", column: required })];
  const [, check, holds] = addCheck.exec(action) ?? [];
  if (check && holds) {
    const column = pattern(`(${identifier}) is not null`).exec(holds)?.[1];
    return [rule(on, check, column ? { kind: "required", column } : { kind: "check", holds })];
  }
  const [, unique, keys] = addUnique.exec(action) ?? [];
  if (unique && keys) return [rule(on, unique, { kind: "unique", keys })];
  const [, reference, column, target, targetColumn] = addReference.exec(action) ?? [];
  if (reference && column && target && targetColumn) {
    return [rule(on, reference, { kind: "reference", column, target, targetColumn })];
  }
  return undefined;
}

function rule(on: TableName, name: string, asked: Rule): Effect {
  return { kind: "rule", table: on, name, rule: asked };
}

function addedColumn(
  on: TableName,
  column: string,
  type: string,
  notNull: boolean,
  value: string | undefined,
): Effect {
  return { kind: "column added", table: on, column, type, notNull, value };
}
