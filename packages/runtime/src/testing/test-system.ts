import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { type AnyService, type Db, resolve, type System, type SystemModel } from "../blueprint/index.js";
import { createDevelopmentIssuer, type DevelopmentIssuer, issueToken } from "../identity/index.js";
import { push } from "../postgres/migrate/index.js";
import { schemaStatements } from "../postgres/schema/index.js";
import { type Running, type ServeOptions, serve } from "../serve/index.js";
import { createTestClient, type TestActor, type TestClient } from "./client.js";
import { closed } from "./closed.js";
import { arranged, type CommandScenario, commandScenario } from "./command-scenario.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "./database.js";
import { type GivenUp, watchConsumers } from "./settled.js";

/** A running system of its own: its database is a copy of a template, its socket a free port. */
export interface TestSystem {
  readonly url: string;
  /** The tenant of whoever asks, and of what is arranged, where rows are of tenants and nothing else is said. */
  readonly tenant: string;
  readonly database: TestDatabase;
  readonly running: Running;
  /** A client without a token. */
  readonly anonymous: TestClient;
  /** A client with a token of this actor. */
  as(actor: TestActor): TestClient & { readonly subject: string };
  /** Plain SQL as the database's owner, outside of what is under test: to arrange, and to look. */
  sql<R extends object = Record<string, unknown>>(
    text: TemplateStringsArray,
    ...values: readonly unknown[]
  ): Promise<R[]>;
  /**
   * Arranges what is there, in one transaction of the service and whatever the access rules say. Gives back what `arrange` does.
   *
   * @example
   * const chair = await app.given(catalog, (db) => db.product.insert({ name: "Chair" }));
   */
  given<S extends AnyService, Arranged>(
    service: S,
    arrange: (db: Db<S["entities"]>) => Promise<Arranged>,
  ): Promise<Arranged>;
  /**
   * A command in three steps: what is there, who sends what, what comes of it.
   *
   * @example
   * const outcome = await app.command(orders, "placeOrder").given(arrange).when({ roles: [] }, { items });
   * expect(outcome.failure?.code).toBe("OUT_OF_STOCK");
   */
  command<S extends AnyService, Name extends keyof S["inputs"] & string>(
    service: S,
    name: Name,
  ): CommandScenario<S, Name>;
  /**
   * Waits until consumers have handled everything that has happened, and what came of that. Gives back the entries that they
   * have given up.
   *
   * @example
   * await app.command(orders, "placeOrder").when({ roles: [] }, { items });
   * expect(await app.settled()).toEqual([]);
   */
  settled(): Promise<readonly GivenUp[]>;
  /** Stops the service and drops the database. */
  stop(): Promise<void>;
}

export interface TestSystemOptions {
  /** The environment of the blueprint whose settings apply; `test` unless told. */
  readonly environment?: string;
  /** Whose tokens are believed; an issuer of its own unless told. */
  readonly issuer?: DevelopmentIssuer;
  /** A folder whose files are served under `/pages/`. */
  readonly pages?: string;
  /** What `env(...)` in the blueprint reads; the process's environment unless told. */
  readonly variables?: ServeOptions["variables"];
  /** Whether it sends webhooks; true unless told. */
  readonly sendsWebhooks?: boolean;
}

/**
 * Boots a system for one test file: the first time the schema is laid into a template database, and every call gets a
 * copy of it in the time that copying takes. With `LINTEL_TEST_CLOSED=1` every address of it is closed: see `lintel tests --record --closed`.
 *
 * @example
 * const app = await testSystem(blueprint);
 * afterAll(() => app.stop());
 * const { status } = await app.as({ roles: ["editor"] }).post("/v1/tasks", { title: "Water the plants" });
 */
export async function testSystem(given: System, options: TestSystemOptions = {}): Promise<TestSystem> {
  const system = process.env.LINTEL_TEST_CLOSED === "1" ? closed(given) : given;
  const database = await createTestDatabase(await template(system));
  const issuer = options.issuer ?? createDevelopmentIssuer();
  const running = await serve({
    system,
    environment: options.environment ?? "test",
    databaseUrl: database.url,
    port: 0,
    metricsPort: false,
    development: issuer,
    log: "none",
    pages: options.pages,
    variables: options.variables,
    sendsWebhooks: options.sendsWebhooks,
  });
  const consuming = watchConsumers(running.model, database.url);
  await consuming.begun();
  const tenant = randomUUID();
  const as = ({ subject = randomUUID(), roles = [], ...actor }: TestActor) => {
    const tenantOf = "tenant" in actor ? actor.tenant : running.model.tenants ? tenant : undefined;
    const token = issueToken(issuer, { subject, roles, tenant: tenantOf });
    const client = createTestClient(running.url, async () => ({ authorization: `Bearer ${await token}` }));
    return { ...client, subject };
  };
  return {
    url: running.url,
    tenant,
    database,
    running,
    anonymous: createTestClient(running.url, async () => ({})),
    as,
    sql: (text, ...values) =>
      database.sql(
        text.reduce((all, part, at) => `${all}$${at}${part}`),
        values,
      ),
    given: (service, arrange) => arranged(running, service, tenant, arrange),
    command: (service, name) => commandScenario({ running, service, name, tenant, as, sql: database.sql }),
    settled: consuming.settled,
    async stop() {
      await consuming.close();
      await running.stop("test finished");
      await database.drop();
    },
  };
}

/** Advisory lock under which one process makes a template while others wait for it. */
const TEMPLATE_LOCK = 0x1147e1;

/** The name of a database that holds the system's schema and nothing else; made if no test run has made it yet. */
export async function template(system: System): Promise<string> {
  const model = resolve(system);
  const name = `template_${createHash("sha256").update(fingerprint(model)).digest("hex").slice(0, 24)}`;
  const client = new pg.Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const known = await client.query("select from pg_database where datname = $1 and datconnlimit = 0", [
      name,
    ]);
    if (known.rowCount === 1) return name;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
    const url = new URL(testServerUrl());
    url.pathname = `/${name}`;
    await push({ url: url.toString(), model });
    await client.query(`alter database ${name} connection limit 0`);
    return name;
  } finally {
    await client.end();
  }
}

/** What decides the tables of a model: all of it that is data, and what this version of Lintel makes of it. */
function fingerprint(model: SystemModel): string {
  const data = JSON.stringify(model, (key, value) => {
    if (key === "origin" || typeof value === "function") return undefined;
    return value instanceof Map ? [...value.entries()] : value;
  });
  return [data, ...schemaStatements(model)].join("\n");
}
