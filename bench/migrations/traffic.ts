import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

/** What the statements of a span of time met with; times are milliseconds. */
export interface Span {
  readonly statements: number;
  readonly failed: number;
  readonly longest: number;
  /** The first failure, in the database's words. */
  readonly failure?: string | undefined;
}

export interface Traffic {
  /** Waits until what is under way now has ended, and gives what happened since the last call. */
  take(): Promise<Span>;
  end(): Promise<void>;
}

export interface TrafficOptions {
  readonly url: string;
  /** How many rows there are at the beginning; their `sku` counts from 1. */
  readonly rows: number;
  readonly random: () => number;
  /** Between two statements of one connection, in milliseconds: it bounds the load. */
  readonly pause?: number | undefined;
}

const writers = 8;
const readers = 8;

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: () => readonly unknown[];
}

/**
 * Eight connections that write and eight that read, each one statement after another, prepared as a server's are.
 * Every fourth writer changes two rows in a transaction. Names every column that it reads, as a server does.
 */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const statements = await statementsOf(options);
  const pause = options.pause ?? 10;
  let span = { statements: 0, failed: 0, longest: 0, failure: undefined as string | undefined };
  let running = true;
  const underWay = new Set<Promise<unknown>>();

  const run = async (client: pg.Client, { name, text, values }: Statement) => {
    const began = performance.now();
    const asked = client.query({ name, text, values: [...values()] });
    underWay.add(asked);
    try {
      await asked;
    } catch (error) {
      span.failed += 1;
      span.failure ??= `${name}: ${(error as Error).message}`;
    } finally {
      underWay.delete(asked);
      span.statements += 1;
      span.longest = Math.max(span.longest, performance.now() - began);
    }
  };
  const worker = async (turns: readonly Statement[], inTransaction: boolean) => {
    const client = new pg.Client({ connectionString: options.url, application_name: "traffic" });
    client.on("error", () => {});
    await client.connect();
    for (let turn = 0; running; turn += 1) {
      const statement = turns[turn % turns.length];
      if (!statement) break;
      if (inTransaction) await run(client, { name: "", text: "begin", values: () => [] });
      await run(client, statement);
      if (inTransaction) {
        await run(client, statement);
        await run(client, { name: "", text: "commit", values: () => [] });
      }
      await wait(pause);
    }
    await client.end();
  };
  const workers = [
    ...Array.from({ length: writers }, (_, at) => worker(statements.writes, at % 4 === 3)),
    ...Array.from({ length: readers }, () => worker(statements.reads, false)),
  ];
  const ended = Promise.all(workers);
  ended.catch(() => {});
  return {
    async take() {
      await Promise.allSettled(underWay);
      const taken = span;
      span = { statements: 0, failed: 0, longest: 0, failure: undefined };
      return taken;
    },
    async end() {
      running = false;
      await ended;
    },
  };
}

async function statementsOf({ url, rows, random }: TrafficOptions) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: brands } = await client.query<{ id: string }>("select id from catalog.brands");
  await client.end();
  let next = rows;
  const sku = () => 1 + Math.floor(random() * rows);
  const brand = () => brands[Math.floor(random() * brands.length)]?.id;
  const writes: readonly Statement[] = [
    {
      name: "sell",
      text: "update catalog.products set stock = stock + 1 where sku = $1",
      values: () => [sku()],
    },
    {
      name: "note",
      text: "update catalog.products set note = $2 where sku = $1",
      values: () => [sku(), `note ${random()}`],
    },
    {
      name: "insert",
      text: `insert into catalog.products (id, name, sku, stock, price, note, state, brand_id)
             values (gen_random_uuid(), 'New', $1, 1, 9.90, 'new', 'draft', $2)`,
      values: () => {
        next += 1;
        return [next, brand()];
      },
    },
    {
      name: "delete",
      text: "delete from catalog.products where sku = $1",
      values: () => [rows + 1 + Math.floor(random() * Math.max(1, next - rows - 100))],
    },
  ];
  const reads: readonly Statement[] = [
    {
      name: "by-sku",
      text: "select id, name, sku, stock, price, note, state from catalog.products where sku = $1",
      values: () => [sku()],
    },
    {
      name: "cheapest",
      text: "select id, name, price from catalog.products where price >= $1 order by price, id limit 20",
      values: () => [Math.floor(random() * 100)],
    },
    {
      name: "with-brand",
      text: `select p.id, p.name, b.name as brand
               from catalog.products p
               join catalog.brands b on b.id = p.brand_id
              where p.sku = $1`,
      values: () => [sku()],
    },
  ];
  return { writes, reads };
}
