import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "../../blueprint/index.js";
import { type FileOf, scriptWords } from "../../cases/index.js";
import { type LogConnection, openLogConnection } from "../../postgres/log/index.js";
import { createTestDatabase, type TestDatabase } from "../database.js";
import { template } from "../test-system.js";
import { type Consuming, type ConsumingOptions, consumerSystem, startConsuming } from "./consumer-process.js";

export interface Effect {
  readonly key: string;
  readonly value: number;
  readonly position: number;
  readonly kind: string;
}

/** What happens: an event, as `shop` would emit it. */
export interface Happening {
  readonly key: string;
  readonly value: number;
  readonly fault?: "throw" | "sometimes" | "kill";
}

/** A log, and processes that consume it: in this process, or their own. */
export interface ConsumerScene {
  readonly database: TestDatabase;
  /** Where effects are written: the same database, unless the scene was opened with two. */
  readonly books: TestDatabase;
  start(options?: Partial<ConsumingOptions>): Consuming;
  /** Starts a process of its own, and gives what kills it. */
  spawn(): Promise<ConsumerChild>;
  /** Each a transaction of its own, one after another. */
  happen(...happenings: readonly Happening[]): Promise<void>;
  effects(): Promise<readonly Effect[]>;
  /** A connection with the role of `books`, as a tool has it. */
  tool(): Promise<LogConnection>;
  close(): Promise<void>;
}

export interface ConsumerChild {
  readonly hasEnded: boolean;
  /** Stops it where it stands, and lets it go on. */
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
}

export async function openConsumerScene({ apart = false } = {}): Promise<ConsumerScene> {
  const made = await template(consumerSystem);
  const database = await createTestDatabase(made);
  const books = apart ? await createTestDatabase(made) : database;
  await books.sql(
    `create table books.effects (at bigserial, key text, value int, position bigint, kind text);
     grant insert, select on books.effects to consumertest_books;
     grant usage on books.effects_at_seq to consumertest_books`,
  );
  const started: Consuming[] = [];
  const children: ConsumerChild[] = [];
  const tools: LogConnection[] = [];
  return {
    database,
    books,
    start(options) {
      const one = startConsuming({ url: database.url, booksUrl: books.url, ...options });
      started.push(one);
      return one;
    },
    async spawn() {
      const child = await startChild(database.url, books.url);
      children.push(child);
      return child;
    },
    async happen(...happenings) {
      for (const { key, value, fault } of happenings) {
        await database.sql(
          "insert into shop.outbox (kind, subject, key, version, after) values ('event', 'happened', $1, 1, $2)",
          [key, JSON.stringify({ key, value, fault: fault ?? null })],
        );
      }
    },
    effects: () => books.sql<Effect>("select key, value, position::int, kind from books.effects order by at"),
    async tool() {
      const { role, schema } = resolve(consumerSystem).services.find(({ name }) => name === "books") ?? {};
      if (!role || !schema) throw new TypeError("There is such a service.");
      const one = await openLogConnection({ url: books.url, role, schema, applicationName: "tool" });
      tools.push(one);
      return one;
    },
    async close() {
      await Promise.all(children.map((child) => child.kill()));
      await Promise.all(started.map((one) => one.stop()));
      await Promise.all(tools.map((one) => one.end()));
      if (apart) await books.drop();
      await database.drop();
    },
  };
}

const script = (file: FileOf) => `
import { startConsuming } from ${file("./consumer-process.ts")};
const [url, booksUrl] = process.argv.slice(1);
startConsuming({ url, booksUrl });
process.stdin.on("close", () => process.exit(0)).resume();
process.stdout.write(".");
`;

async function startChild(url: string, booksUrl: string): Promise<ConsumerChild> {
  const child = spawn(process.execPath, [...scriptWords(import.meta.url, script), url, booksUrl], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    get hasEnded() {
      return hasEnded();
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    async kill() {
      if (hasEnded()) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Fails where an effect of the same entry stands twice, or those of a key in another order than they happened in. */
export function expectOnceInOrder(effects: readonly Effect[]): void {
  const seen = new Set<number>();
  const last = new Map<string, number>();
  for (const { key, value, position } of effects) {
    if (seen.has(position)) throw new Error(`The entry ${position} had its effect twice.`);
    seen.add(position);
    if (key !== "" && value <= (last.get(key) ?? Number.NEGATIVE_INFINITY))
      throw new Error(`${value} of "${key}" came after ${last.get(key)}.`);
    last.set(key, value);
  }
}
