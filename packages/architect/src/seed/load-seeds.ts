import { copyInto, encodeValue, quote, type SystemModel } from "@lintel/runtime/tools";
import pg from "pg";
import { ToolError } from "../tool-error.js";
import { beforeTheLog } from "./before-the-log.js";
import { nameOf, type PlannedSeed, planSeeds } from "./plan-seeds.js";
import { identifierFor } from "./seed-identifier.js";
import { withoutIndexes } from "./without-indexes.js";

export interface LoadOptions {
  readonly url: string;
  readonly model: SystemModel;
  /** What `seed.ts` exports by default. */
  readonly seeds: unknown;
  readonly scale: number;
  /** Where tables hold rows already, load nothing instead of failing. */
  readonly ifEmpty: boolean;
  readonly tell: (progress: LoadProgress) => void;
}

export type LoadProgress =
  | { readonly is: "begun"; readonly rows: number }
  | { readonly is: "loading"; readonly entity: string; readonly rows: number }
  | { readonly is: "loaded"; readonly entity: string; readonly rows: number; readonly milliseconds: number }
  | { readonly is: "settling" };

export interface Loaded {
  /** By the name of the entity, in the order in which they were loaded; empty where there was nothing to do. */
  readonly rows: readonly { readonly entity: string; readonly rows: number }[];
  readonly milliseconds: number;
}

/** How many rows go by between two reports. */
const REPORT_EVERY = 1_000;

/**
 * Fills the tables of a system by COPY, in one transaction: all of the seeds or none. Afterwards PostgreSQL knows
 * how the values are spread, and which pages everyone may see.
 *
 * @throws ToolError SEED_INVALID, SEED_NOT_EMPTY, SEED_FAILED
 */
export async function loadSeeds(options: LoadOptions): Promise<Loaded> {
  const { url, model, scale, tell } = options;
  const began = performance.now();
  const planned = planSeeds(model, options.seeds);
  const client = new pg.Client({ connectionString: url, application_name: "lintel seed" });
  client.on("error", () => {});
  await client.connect();
  try {
    const filled = await findFilled(client, planned);
    if (filled.length > 0 && options.ifEmpty) return { rows: [], milliseconds: performance.now() - began };
    if (filled.length > 0) throw notEmpty(filled);
    tell({ is: "begun", rows: planned.reduce((sum, { seed }) => sum + seed.count(scale), 0) });
    const tables = planned.map(({ entity }) => tableOf(entity));
    await client.query("begin");
    const rows = await withoutIndexes(client, tables, async () => {
      const loaded: Loaded["rows"][number][] = [];
      await beforeTheLog(client, planned, async () => {
        for (const one of planned) loaded.push(await loadOne(client, one, options));
      });
      tell({ is: "settling" });
      return loaded;
    });
    await client.query("commit");
    for (const table of tables) await client.query(`vacuum (analyze) ${table}`);
    return { rows, milliseconds: performance.now() - began };
  } finally {
    await client.end();
  }
}

async function loadOne(client: pg.Client, one: PlannedSeed, { scale, tell }: LoadOptions) {
  const { entity, fields } = one;
  const name = nameOf(entity);
  const began = performance.now();
  const columns = [...(needsId(one) ? ["id"] : []), ...fields.map((field) => field.column)];
  const target = { schema: entity.schema, table: entity.table, columns };
  const report = (rows: number) => tell({ is: "loading", entity: name, rows });
  try {
    const rows = await copyInto(client, target, encoded(one, scale, report));
    tell({ is: "loaded", entity: name, rows, milliseconds: performance.now() - began });
    return { entity: name, rows };
  } catch (error) {
    throw failed(name, error);
  }
}

type TextRow = readonly (string | null)[];

/** The rows in PostgreSQL's text form: at once where the seed has them at once. */
function encoded(one: PlannedSeed, scale: number, report: (rows: number) => void) {
  const rows = one.seed.rows(scale);
  const encode = encoderOf(one);
  return Symbol.asyncIterator in rows ? encodedLater(rows, encode, report) : encodedNow(rows, encode, report);
}

type Encode = (values: unknown, row: number) => TextRow;

function encoderOf(one: PlannedSeed): Encode {
  const types = one.fields.map((field) => field.type);
  const withId = needsId(one);
  const name = nameOf(one.entity);
  return (values, row) => {
    if (!Array.isArray(values) || values.length !== types.length) throw misshapen(values, types.length, row);
    const texts = types.map((type, at) => encodeValue(type, values[at]));
    if (withId) texts.unshift(identifierFor(name, row));
    return texts;
  };
}

function* encodedNow(
  rows: Iterable<unknown>,
  encode: Encode,
  report: (rows: number) => void,
): Generator<TextRow> {
  let row = 0;
  for (const values of rows) {
    yield encode(values, row);
    row += 1;
    if (row % REPORT_EVERY === 0) report(REPORT_EVERY);
  }
  report(row % REPORT_EVERY);
}

async function* encodedLater(
  rows: AsyncIterable<unknown>,
  encode: Encode,
  report: (rows: number) => void,
): AsyncGenerator<TextRow> {
  let row = 0;
  for await (const values of rows) {
    yield encode(values, row);
    row += 1;
    if (row % REPORT_EVERY === 0) report(REPORT_EVERY);
  }
  report(row % REPORT_EVERY);
}

function needsId({ fields }: PlannedSeed): boolean {
  return fields.every((field) => field.name !== "id");
}

async function findFilled(client: pg.Client, planned: readonly PlannedSeed[]): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const { entity } of planned) {
    const { rows } = await client.query<{ filled: boolean }>(
      `select exists (select from ${tableOf(entity)}) as filled`,
    );
    if (rows[0]?.filled) filled.push(nameOf(entity));
  }
  return filled;
}

function tableOf({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return `${quote(schema)}.${quote(table)}`;
}

function notEmpty(filled: readonly string[]): ToolError {
  return new ToolError(
    "SEED_NOT_EMPTY",
    `There are rows already: ${filled.join(", ")}. A seed is loaded into empty tables only.`,
    "Empty them, then load it: lintel db reset --yes && lintel db seed",
  );
}

function misshapen(values: unknown, expected: number, row: number): TypeError {
  const given = Array.isArray(values) ? `${values.length} values` : `a ${typeof values}`;
  return new TypeError(`Row ${row + 1} is ${given}, but \`fields\` names ${expected}.`);
}

function failed(entity: string, error: unknown): ToolError {
  const { message, detail, where } = error as { message: string; detail?: string; where?: string };
  const lines = [`The rows of ${entity} were not loaded, nor any other: ${message}`, detail, where];
  return new ToolError(
    "SEED_FAILED",
    lines.filter((line) => line !== undefined).join("\n"),
    "Mend seed.ts, then run the command again.",
    { where: "seed.ts", cause: error },
  );
}
