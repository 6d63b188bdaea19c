import { setTimeout as delay } from "node:timers/promises";
import { resolve } from "../../blueprint/index.js";
import { createFacts, type Fact } from "../../facts.js";
import { entity, event, integer, service, system, text } from "../../index.js";
import { type Consumer, startConsumer, startLogs } from "../../log/index.js";
import type { Delivery } from "../../postgres/consumers/index.js";
import { openDatabase, type Transaction } from "../../postgres/index.js";

/** What happens in `shop`, by key. `fault` says how handling it goes wrong. */
const shop = service("shop", {
  entities: { item: entity({ name: text() }, { feed: true }) },
  events: {
    happened: event(
      { key: text({ max: 5_000 }), value: integer(), fault: text().optional() },
      { key: "key" },
    ),
    loose: event({ value: integer() }),
  },
});

const books = service("books", { entities: {} }).consumer("effects", {
  of: shop,
  events: { async happened() {}, async loose() {} },
  changes: { async item() {} },
});

/** A log in one service, and a consumer in another that writes down what it is told. */
export const consumerSystem = system("consumertest", { version: 1, services: [shop, books] });

export interface ConsumingOptions {
  /** The address of both services, or of each. */
  readonly url: string;
  readonly booksUrl?: string | undefined;
  /** What differs from how the blueprint has it. */
  readonly consumer?: Partial<Consumer> | undefined;
  readonly heard?: ((fact: Fact) => void) | undefined;
  /** Called before the effect is written. */
  readonly before?: ((entry: Delivery, attempt: number) => Promise<void> | void) | undefined;
}

/** A process that takes part: it gives positions, and consumes. */
export interface Consuming {
  readonly isLeading: boolean;
  stop(): Promise<void>;
}

/** Milliseconds until an effect is written, so that something is under way when a process is killed. */
const usualWork = 2;

/**
 * Writes each entry into `books.effects`, which allows doublings: a test counts them. An event whose `fault` is `kill` ends the process, `throw`
 * is thrown each time, and `sometimes` every third time or so.
 */
export function startConsuming({
  url,
  booksUrl = url,
  consumer,
  heard,
  before,
}: ConsumingOptions): Consuming {
  const model = resolve(consumerSystem);
  const [own] = model.services.flatMap(({ consumers }) => consumers);
  if (!own) throw new TypeError("There is a consumer.");
  const facts = createFacts();
  if (heard) facts.subscribe(heard);
  const urls = { shop: url, books: booksUrl };
  const logs = startLogs({ model, urls, facts });
  const database = openDatabase({
    model,
    urls,
    facts,
    statementTimeout: 10_000,
    connections: { transactions: 16 },
    onCommitted: logs.committed,
  });
  const handle = async (entry: Delivery, attempt: number, transaction: Transaction) => {
    const data = JSON.parse(entry.after ?? "{}") as { value?: number; fault?: string | null };
    await before?.(entry, attempt);
    await transaction.run({
      text: "insert into effects (key, value, position, kind) values ($1, $2, $3, $4)",
      values: [entry.key, data.value ?? 0, String(entry.position), entry.kind],
    });
    await delay(Math.random() * usualWork);
    if (data.fault === "kill") process.kill(process.pid, "SIGKILL");
    if (data.fault === "throw" || (data.fault === "sometimes" && Math.random() < 0.3))
      throw new Error("It was asked to fail.");
  };
  const worker = startConsumer(
    {
      service: "books",
      schema: "books",
      name: own.name,
      cursor: own.cursor,
      source: "shop",
      workers: 8,
      retry: { attempts: 20, first: 10, last: 50 },
      timeout: 10_000,
      start: "beginning",
      isWanted: () => true,
      handle,
      causeOf: () => ({ actor: { kind: "service", id: "books", roles: [] }, request: "", trace: "" }),
      describeError: (error) => String(error),
      ...consumer,
    },
    { logs, database: database.service("books"), facts },
  );
  return {
    get isLeading() {
      return worker.isLeading;
    },
    async stop() {
      await logs.stopWorkers(5_000);
      await database.close(1_000);
      await logs.stop(1_000);
    },
  };
}
