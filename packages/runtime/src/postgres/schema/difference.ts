import { quote } from "../identifier.js";
import { type Change, inOrder, type Step } from "./change.js";
import {
  type DatabaseDescription,
  emptyDatabase,
  type FunctionDescription,
  type SchemaDescription,
  type SequenceDescription,
} from "./description.js";
import { matchByName } from "./match.js";
import { onExisting } from "./online.js";
import { keepingOf } from "./search-vector.js";
import { tableDifference } from "./table-difference.js";
import { commentLiteral, tableSteps } from "./table-steps.js";

/**
 * The changes that make one database like another, in an order in which they can be made. Pure. `from` and `to`
 * must be in the words of the same PostgreSQL; `written` gives the words for what is created, by name; `more` are steps
 * that take their place among the others.
 */
export function difference(
  from: DatabaseDescription,
  to: DatabaseDescription,
  written: DatabaseDescription = to,
  more: readonly Step[] = [],
): readonly Change[] {
  const schemas = matchByName(from.schemas, to.schemas, written.schemas);
  return inOrder([
    ...schemas.gone.flatMap(dropSchema),
    ...schemas.added.flatMap(({ written: schema }) => createSchema(schema)),
    ...schemas.both.flatMap((pair) => schemaDifference(pair.from, pair.to, pair.written)),
    ...more,
  ]);
}

/** The changes that make the database from nothing: a fresh install. */
export function install(written: DatabaseDescription): readonly Change[] {
  return difference(emptyDatabase, written);
}

function createSchema(schema: SchemaDescription): readonly Step[] {
  const create: Step = {
    schema: schema.name,
    phase: "schemas",
    subject: schema.name,
    sentence: `Creates the schema ${schema.name}.`,
    sql: `create schema if not exists ${quote(schema.name)}`,
    losesData: false,
    locks: "nothing",
  };
  const empty = { name: schema.name, functions: [], sequences: [], tables: [] };
  return [create, ...schemaDifference(empty, schema, schema)];
}

function dropSchema(schema: SchemaDescription): readonly Step[] {
  const step: Step = {
    schema: schema.name,
    phase: "drop schemas",
    subject: schema.name,
    sentence: `Drops the schema ${schema.name} with all its tables.`,
    sql: `drop schema ${quote(schema.name)} cascade`,
    losesData: true,
    locks: "briefly",
  };
  return [step];
}

function schemaDifference(
  from: SchemaDescription,
  to: SchemaDescription,
  written: SchemaDescription,
): readonly Step[] {
  const functions = matchByName(from.functions, to.functions, written.functions);
  const tables = matchByName(from.tables, to.tables, written.tables);
  const sequences = matchByName(from.sequences, to.sequences, written.sequences);
  const gone = new Set(tables.gone.map(({ name }) => name));
  const changed = functions.both.filter((pair) => pair.from.definition !== pair.to.definition);
  const searches = tables.both.map((pair) => ({
    from: keepingOf(from, pair.from),
    to: keepingOf(to, pair.to),
    written: keepingOf(written, pair.written),
  }));
  const later = new Set(searches.map((search) => search.to?.calls.name));
  return [
    ...[...functions.added, ...changed]
      .filter((pair) => !later.has(pair.to.name))
      .map((pair) => createFunction(to.name, pair.written)),
    ...functions.gone.map((one) => dropFunction(to.name, one)),
    ...sequences.added.map((pair) => createSequence(to.name, pair.written)),
    ...tables.added.flatMap(({ written: table }) => tableSteps(to.name, table.name).create(table)),
    ...tables.gone
      .filter(({ partOf }) => !partOf || !gone.has(partOf.table))
      .flatMap((table) => tableSteps(to.name, table.name).drop(table).map(onExisting)),
    ...sequences.gone.map((one) => dropSequence(to.name, one)),
    ...tables.both.flatMap((pair, at) =>
      tableDifference(to.name, pair.from, pair.to, pair.written, searches[at] ?? noSearch),
    ),
    ...(from.comment === to.comment ? [] : [comment(to)]),
  ];
}

const noSearch = { from: undefined, to: undefined, written: undefined };

function createFunction(schema: string, { name, definition }: FunctionDescription): Step {
  return {
    schema,
    phase: "functions",
    subject: `${schema}.${name}`,
    sentence: `Creates the function ${schema}.${name}.`,
    sql: definition,
    losesData: false,
    locks: "nothing",
  };
}

function dropFunction(schema: string, { name }: FunctionDescription): Step {
  return {
    schema,
    phase: "drop functions",
    subject: `${schema}.${name}`,
    sentence: `Drops the function ${schema}.${name}.`,
    sql: `drop function ${quote(schema)}.${quote(name)}`,
    losesData: false,
    locks: "nothing",
  };
}

function createSequence(schema: string, { name }: SequenceDescription): Step {
  return {
    schema,
    phase: "create tables",
    subject: `${schema}.${name}`,
    sentence: `Creates the sequence ${schema}.${name}.`,
    sql: `create sequence ${quote(schema)}.${quote(name)} as bigint`,
    losesData: false,
    locks: "nothing",
  };
}

function dropSequence(schema: string, { name }: SequenceDescription): Step {
  return {
    schema,
    phase: "drop tables",
    subject: `${schema}.${name}`,
    sentence: `Drops the sequence ${schema}.${name}.`,
    sql: `drop sequence ${quote(schema)}.${quote(name)}`,
    losesData: false,
    locks: "nothing",
  };
}

function comment(schema: SchemaDescription): Step {
  return {
    schema: schema.name,
    phase: "comments",
    subject: schema.name,
    sentence: `Says what the schema ${schema.name} is.`,
    sql: `comment on schema ${quote(schema.name)} is ${commentLiteral(schema.comment)}`,
    losesData: false,
    locks: "nothing",
  };
}
