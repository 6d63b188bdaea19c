import pg from "pg";
import {
  type EntityModel,
  resolve,
  ruleAdmitsClients,
  type ServiceModel,
  type System,
  type SystemModel,
  smallTable,
} from "../../blueprint/index.js";
import { planSettings } from "../../plan/index.js";
import { ownRights, type SentStatement, statementsOf } from "../../postgres/index.js";
import { createTestDatabase } from "../database.js";
import { template } from "../test-system.js";
import { judgePlan, type PlanNode } from "./judge.js";
import { listRequests } from "./requests.js";
import { fillTable, sampleId } from "./sample.js";

const { escapeIdentifier: quote, escapeLiteral } = pg;

export interface IndexOptions {
  /** Rows that each large table is filled with; 20,000 unless told. */
  readonly rows?: number;
}

/** What was asked of PostgreSQL. */
export interface IndexReport {
  /** Each request, in words: `GET /v1/products?sort=price, by anyone`. */
  readonly requests: readonly string[];
  /** Each request whose rows no index finds or orders, with what PostgreSQL does instead. */
  readonly flaws: readonly string[];
}

const shown = 20;

/**
 * Expects an index behind every list of a large table: each filter and each sort that clients may use, alone and in
 * pairs, from both sides of a cursor, each search, each relation, and the rows that a deletion looks for. It fills the tables
 * of a database of its own, and has PostgreSQL explain the very statements that Lintel sends, with the rights and behind the
 * policies that they have for the caller, with the generic plan that a prepared statement ends up with. A new filter is covered by itself. A table is large unless
 * its `rows` are 10,000 or fewer.
 *
 * Throws an error that lists every request for which PostgreSQL reads or sorts a whole table.
 *
 * @example
 * const { requests } = await expectIndexes(blueprint);
 */
export async function expectIndexes(system: System, options: IndexOptions = {}): Promise<IndexReport> {
  const report = await explainLists(system, options);
  const { flaws } = report;
  if (flaws.length === 0) return report;
  const more = flaws.length > shown ? [`  and ${flaws.length - shown} more`] : [];
  throw new Error(
    [
      `${flaws.length} of ${report.requests.length} requests are served by no index:`,
      ...flaws.slice(0, shown).map((flaw) => `  ${flaw}`),
      ...more,
      "`lintel check` names the lines to add.",
    ].join("\n"),
  );
}

/** The same without expecting anything. */
async function explainLists(system: System, { rows = 20_000 }: IndexOptions): Promise<IndexReport> {
  const model = resolve(system);
  const entities = largeEntities(model);
  const database = await createTestDatabase(await template(system));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(withoutChecks(model));
    for (const entity of entities) await client.query(fillTable(entity, rows));
    await client.query("vacuum analyze");
    await client.query("set plan_cache_mode = force_generic_plan");
    // The sample is small: without this, reading all of it would be cheaper than an index, which it is not where rows are many.
    await client.query("set random_page_cost = 1.1");
    return await explainAll(client, model, entities);
  } finally {
    await client.end();
    await database.drop();
  }
}

function largeEntities(model: SystemModel): readonly EntityModel[] {
  return model.services
    .flatMap(({ entities }) => entities)
    .filter(({ rows, access }) => (rows ?? Infinity) > smallTable && ruleAdmitsClients(access.read));
}

async function explainAll(
  client: pg.Client,
  model: SystemModel,
  entities: readonly EntityModel[],
): Promise<IndexReport> {
  const large = new Set(entities.map(({ schema, table }) => `${schema}.${table}`));
  const requests: string[] = [];
  const flaws: string[] = [];
  for (const service of model.services) {
    await client.query(
      `reset role; set role ${quote(service.role)}; set search_path = ${quote(service.schema)}`,
    );
    for (const { told, sent, chosenBy } of statementsFor(model, service, entities)) {
      requests.push(told);
      const flaw = judgePlan(await explain(client, sent), { large, chosenBy });
      if (flaw) flaws.push(`${told}: ${flaw}`);
    }
  }
  return { requests, flaws };
}

interface Asked {
  readonly told: string;
  readonly sent: Pick<SentStatement, "statement" | "rights">;
  readonly chosenBy: readonly string[];
}

function* statementsFor(
  model: SystemModel,
  service: ServiceModel,
  entities: readonly EntityModel[],
): Generator<Asked> {
  const settings = planSettings(model, { secret: "nothing that is signed leaves this test" });
  const ids = Array.from({ length: 20 }, (_, at) => sampleId(at + 1));
  for (const entity of entities.filter((one) => one.service === service.name)) {
    for (const { told, plan, chosenBy } of listRequests(settings, entity)) {
      for (const sent of statementsOf(service, plan, ids)) {
        if (sent.kind === "page") yield { told, sent, chosenBy };
        else if (sent.kind === "rows")
          yield { told: `${told}, the rows that were found`, sent, chosenBy: [] };
        else yield { told: `${told}, the rows of the relation`, sent, chosenBy: [] };
      }
    }
    for (const { name, type, column } of entity.fields) {
      if (type.kind !== "reference") continue;
      const text = `select from ${quote(entity.schema)}.${quote(entity.table)} where ${quote(column)} = $1`;
      const told = `DELETE of a ${type.target}, to whom a ${entity.name} may refer by ${name}`;
      const statement = { prepared: { text, name: "", label: told }, values: [sampleId(1)] };
      yield { told, sent: { statement, rights: ownRights(service) }, chosenBy: [column] };
    }
  }
}

async function explain(
  client: pg.Client,
  { statement: { prepared, values }, rights }: Asked["sent"],
): Promise<PlanNode> {
  await client.query("begin");
  await client.query(rights.prepared.text, [...rights.values]);
  const given = values.map((value) => (value === null ? "null" : escapeLiteral(value))).join(", ");
  const results = (await client.query(`
    prepare asked as ${prepared.text};
    explain (format json, verbose) execute asked${given === "" ? "" : `(${given})`};
    deallocate asked;
    rollback`)) as unknown as readonly pg.QueryResult<{
    "QUERY PLAN": readonly { Plan: PlanNode }[];
  }>[];
  const plan = results[1]?.rows[0]?.["QUERY PLAN"][0]?.Plan;
  if (!plan) throw new TypeError("PostgreSQL explained nothing.");
  return plan;
}

/** Rows that were made up keep to no rule; what is held by an index stays. */
function withoutChecks(model: SystemModel): string {
  const schemas = model.services.map(({ schema }) => escapeLiteral(schema)).join(", ");
  return `
    do $$
    declare
      held record;
    begin
      for held in
        select c.conrelid::regclass as "table", c.conname as name
        from   pg_constraint as c
        where  c.contype in ('c', 'f')
          and  c.conrelid <> 0
          and  c.connamespace::regnamespace::text = any(array[${schemas}])
      loop
        execute format('alter table %s drop constraint %I', held."table", held.name);
      end loop;
    end $$`;
}
