import type { AnyService, Db, Input, Result, SystemModel } from "../blueprint/index.js";
import { quote } from "../postgres/index.js";
import type { Running } from "../serve/index.js";
import type { TestActor, TestAnswer, TestBody, TestClient } from "./client.js";
import type { TestDatabase } from "./database.js";

/** An event that a command emitted, as it stands in the log of the service. */
export interface EmittedEvent {
  readonly service: string;
  /** Its name: `orderPlaced`. */
  readonly event: string;
  /** By what it is kept in order; empty where it has no key. */
  readonly key: string;
  readonly data: unknown;
}

/** What came of a command: its output, or the problem document that a caller would see. */
export interface CommandOutcome<Output> {
  readonly output?: Output;
  readonly failure?: TestBody;
  readonly answer: TestAnswer;
  /** What it emitted and what is committed, with what the services emitted that it called: those of one service in order. */
  readonly events: readonly EmittedEvent[];
}

type OutputOf<S extends AnyService, Name> = S["outputs"] extends infer O
  ? Name extends keyof O
    ? Result<O[Name]>
    : void
  : never;

/** A command under test, sent over HTTP as its callers send it. */
export interface CommandScenario<S extends AnyService, Name extends keyof S["inputs"]> {
  /** Arranges what is there, in one transaction of the service. Can be called several times. */
  given(arrange: (db: Db<S["entities"]>) => Promise<unknown>): CommandScenario<S, Name>;
  /** Sends the command, once what is given is there. */
  when(actor: TestActor, input: Input<S["inputs"][Name]>): Promise<CommandOutcome<OutputOf<S, Name>>>;
}

interface Subject<S, Name> {
  readonly running: Running;
  readonly service: S;
  readonly name: Name;
  readonly tenant: string;
  readonly as: (actor: TestActor) => TestClient;
  readonly sql: TestDatabase["sql"];
}

/** Begins a scenario for one command of one service. */
export function commandScenario<S extends AnyService, Name extends keyof S["inputs"] & string>(
  subject: Subject<S, Name>,
  arrangements: readonly ((db: Db<S["entities"]>) => Promise<unknown>)[] = [],
): CommandScenario<S, Name> {
  const { running, service, name, tenant, as, sql } = subject;
  const model = running.model.services.find((one) => one.name === service.data.name);
  const command = model?.commands.find((one) => one.name === name);
  if (!command) throw new TypeError(`The system has no command "${service.data.name}.${name}".`);
  return {
    given: (arrange) => commandScenario(subject, [...arrangements, arrange]),
    async when(actor, input) {
      for (const arrange of arrangements) await arranged(running, service, tenant, arrange);
      const answer = await as(actor).post(command.path, input);
      if (answer.status >= 400) return { failure: answer.body, answer, events: [] };
      const events = await emitted(running.model, answer.headers.get("x-request-id") ?? "", sql);
      return { output: answer.body?.data as unknown as OutputOf<S, Name>, answer, events };
    },
  };
}

/** Arranges what is there, in one transaction of the service; rows of tenants are of this one, unless they say whose they are. */
export function arranged<S extends AnyService, Arranged>(
  { database }: Running,
  { data }: S,
  tenant: string,
  arrange: (db: Db<S["entities"]>) => Promise<Arranged>,
): Promise<Arranged> {
  return database
    .service(data.name)
    .transaction({ reach: { all: true, tenant } }, (transaction) =>
      arrange(transaction.db as unknown as Db<S["entities"]>),
    );
}

async function emitted(
  model: SystemModel,
  request: string,
  sql: TestDatabase["sql"],
): Promise<readonly EmittedEvent[]> {
  const events: EmittedEvent[] = [];
  for (const { name, schema } of model.services.filter((one) => one.events.length > 0)) {
    const rows = await sql<Omit<EmittedEvent, "service">>(
      `select subject as event, key, after as data
         from ${quote(schema)}.${quote("outbox")}
        where kind = 'event' and cause->>'request' = $1
        order by seq`,
      [request],
    );
    events.push(...rows.map((row) => ({ service: name, ...row })));
  }
  return events;
}
