import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LintelError } from "../../errors.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import {
  type Answer,
  fingerprint,
  type OnceRequest,
  onceInTransaction,
  sweepIdempotencyKeys,
} from "./index.js";

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 50 });
  pool.on("error", () => {});
  await database.sql(`
    create table idempotency_keys (
      scope text not null,
      key text not null,
      fingerprint bytea not null,
      status integer,
      headers jsonb,
      body text,
      created_at timestamptz not null default now(),
      primary key (scope, key)
    )`);
  await database.sql("create table effects (key text not null)");
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

type Run = Parameters<typeof onceInTransaction>[0];

/** A transaction as the contract has it, on a connection of its own. */
async function inTransaction<T>(work: (transaction: Run) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work({
      run: async (statement) => (await client.query({ ...statement, values: [...statement.values] })).rows,
    });
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

function given(body = '{"quantity":1}', scope = "ada"): OnceRequest {
  return { scope, key: randomUUID(), fingerprint: fingerprint("POST", "/v1/orders", body) };
}

const created: Answer = {
  status: 201,
  headers: { Location: "/v1/orders/1", "Content-Type": "application/json" },
  body: '{"data":{"note":"ä \\u0000 \\"quoted\\""}}',
};

/** Work with one effect that can be counted. */
function place(request: OnceRequest, answer: Answer = created, before: () => Promise<void> = async () => {}) {
  return inTransaction((transaction) =>
    onceInTransaction(transaction, request, async () => {
      await transaction.run({ text: "insert into effects (key) values ($1)", values: [request.key] });
      await before();
      return answer;
    }),
  );
}

async function effects(request: OnceRequest): Promise<number> {
  return (await database.sql("select 1 from effects where key = $1", [request.key])).length;
}

describe("a request with an Idempotency-Key", () => {
  it("gets the first answer again when it comes again, and has one effect", async () => {
    const request = given();
    expect(await place(request)).toEqual({ ...created, replayed: false });
    const again = {
      ...created,
      headers: { ...created.headers, "Idempotency-Replayed": "true" },
      replayed: true,
    };
    expect(await place(request, { status: 200, headers: {}, body: "another" })).toEqual(again);
    expect(await place(request)).toEqual(again);
    expect(await effects(request)).toBe(1);
  });

  it("gets an empty answer again as an empty one", async () => {
    const request = given();
    const none = { status: 204, headers: {}, body: "" };
    await place(request, none);
    expect(await place(request)).toMatchObject({ status: 204, body: "", replayed: true });
  });

  it("is refused when the key came before with another body", async () => {
    const request = given();
    await place(request);
    const other = { ...request, fingerprint: fingerprint("POST", "/v1/orders", '{"quantity":2}') };
    await expect(place(other)).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED", status: 422 });
    expect(await effects(request)).toBe(1);
  });

  it("does not meet the same key of another caller", async () => {
    const request = given();
    await place(request);
    expect(await place({ ...request, scope: "bob" })).toMatchObject({ replayed: false });
  });

  it("is told to wait while the first one runs, without waiting itself", async () => {
    const request = given();
    let release = () => {};
    let begun = () => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = place(request, created, () => {
      begun();
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    await running;
    await expect(place(request)).rejects.toMatchObject({
      code: "IDEMPOTENCY_IN_PROGRESS",
      status: 409,
      headers: { "Retry-After": "1" },
    });
    release();
    expect(await first).toMatchObject({ replayed: false });
    expect(await place(request)).toMatchObject({ replayed: true });
  });

  it("runs again when the first one failed, whose effects and key are gone", async () => {
    const request = given();
    const failing = place(request, created, () => Promise.reject(new Error("no stock")));
    await expect(failing).rejects.toThrow("no stock");
    expect(await effects(request)).toBe(0);
    expect(await place(request)).toMatchObject({ replayed: false });
    expect(await effects(request)).toBe(1);
  });

  it("has exactly one effect when 50 come at the same time, ten times over", async () => {
    for (let round = 0; round < 10; round += 1) {
      const request = given();
      const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => place(request)));
      const done = outcomes.filter((one) => one.status === "fulfilled").map((one) => one.value);
      const refused = outcomes.filter((one) => one.status === "rejected").map((one) => one.reason);
      expect(await effects(request)).toBe(1);
      expect(done.filter((one) => !one.replayed)).toHaveLength(1);
      for (const error of refused) {
        expect(error).toBeInstanceOf(LintelError);
        expect(error).toMatchObject({ code: "IDEMPOTENCY_IN_PROGRESS" });
      }
      for (const answer of done) expect(answer.body).toBe(created.body);
    }
  });

  it("finds the answer of one that committed after its statement began", async () => {
    const request = given();
    await place(request);
    let reads = 0;
    const outcome = await inTransaction((transaction) =>
      onceInTransaction(
        {
          run: async (statement) => {
            reads += 1;
            const rows = await transaction.run(statement);
            // What the statement gives when its view of the table is older than the other's commit.
            if (reads === 1) {
              return [
                { locked: true, first: false, same: null, status: null, headers: null, body: null },
              ] as never;
            }
            return rows as never;
          },
        },
        request,
        () => Promise.reject(new Error("must not run")),
      ),
    );
    expect(outcome).toMatchObject({ status: 201, replayed: true });
    expect(reads).toBe(2);
  });
});

describe("keys that are past their time", () => {
  it("are forgotten in batches, the oldest first, and others are not", async () => {
    await database.sql("delete from idempotency_keys");
    const fresh = given();
    await place(fresh);
    await database.sql(`
      insert into idempotency_keys (scope, key, fingerprint, status, created_at)
      select 'old', n::text, '\\x00', 200, now() - interval '24 hours 1 second' - n * interval '1 minute'
      from generate_series(1, 25) as n`);
    const sweep = () => inTransaction((transaction) => sweepIdempotencyKeys(transaction, { batch: 10 }));
    expect(await sweep()).toBe(10);
    expect(
      await database.sql("select max(key::int) as key from idempotency_keys where scope = 'old'"),
    ).toEqual([{ key: 15 }]);
    expect([await sweep(), await sweep(), await sweep()]).toEqual([10, 5, 0]);
    expect(await place(fresh)).toMatchObject({ replayed: true });
  });

  it("are swept by two at the same time without waiting for each other", async () => {
    await database.sql(`
      insert into idempotency_keys (scope, key, fingerprint, status, created_at)
      select 'both', n::text, '\\x00', 200, now() - interval '25 hours' from generate_series(1, 20) as n`);
    const swept = await inTransaction(async (one) => {
      const first = await sweepIdempotencyKeys(one, { batch: 10 });
      return first + (await inTransaction((two) => sweepIdempotencyKeys(two, { batch: 100 })));
    });
    expect(swept).toBe(20);
  });
});
