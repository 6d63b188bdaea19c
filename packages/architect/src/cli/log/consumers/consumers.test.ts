import { readFileSync } from "node:fs";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { push, resolve } from "@lintel/runtime/tools";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { lintel, projectWith } from "../../scenario.js";
import system from "./cases/blueprint.js";
import { namedConsumer } from "./named-consumer.js";
import { formatConsumers, type Standing } from "./standing.js";

const blueprint = readFileSync(new URL("./cases/blueprint.ts", import.meta.url), "utf8");
const order = "0195d1a0-0000-7000-8000-000000000001";

let database: TestDatabase;
let log: (...words: readonly string[]) => ReturnType<typeof lintel>;

/** A log with three entries, all handled, the second of which is dead and the third behind it. */
beforeEach(async () => {
  database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const cwd = projectWith({ "blueprint.ts": blueprint });
  await push({ url: database.url, model: resolve(system) });
  log = (...words) => lintel(["log", ...words, "--database-url", database.url], { cwd });
  await database.sql(
    `with written as (
       insert into orders.outbox (kind, subject, key, version, after)
       select 'event', 'placed', '${order}', 1, jsonb_build_object('order', '${order}', 'count', n - 2)
         from generate_series(1, 3) n
       returning slot, xid, seq
     )
     insert into orders.log (slot, position, events, xid, first_seq, last_seq, committed_at)
     select min(slot), 1, 3, xid, min(seq), max(seq), now() from written group by xid;
     update orders.log_head set position = 3;
     insert into billing.log_cursors (name, source, epoch, position, generation)
     select 'consumer invoices', 'orders', epoch, 3, 1 from orders.log_head;
     insert into billing.log_dead_letters
       (consumer, epoch, position, lane, generation, state, attempts, failures, error, kind, subject, key, version, at, after)
     select 'invoices', epoch, n, 'key:${order}', 1, case n when 2 then 'dead' else 'parked' end, 8, 8,
            case n when 2 then 'Error: no ink' end, 'event', 'placed', '${order}', 1, now(),
            jsonb_build_object('order', '${order}', 'count', n - 2)
       from orders.log_head, generate_series(2, 3) n`,
  );
});

const letters = () =>
  database.sql<{ position: number; state: string; attempts: number; count: number; version: number }>(
    "select position::int, state, attempts, (after->>'count')::int as count, version from billing.log_dead_letters order by position",
  );
const cursor = async () => (await database.sql("select position::int, paused from billing.log_cursors"))[0];

describe("lintel log, of consumers", { timeout: 180_000 }, () => {
  it("tells how they stand, and what to type where one needs a person", async () => {
    const { code, stdout } = await log("consumers");
    expect(code).toBe(1);
    expect(stdout).toMatch(/billing\.invoices +orders +3 +0 +nobody +0 +1 +1/);
    expect(stdout).toContain("1 dead letters. Next: lintel log dead list billing.invoices");
    expect((await log("consumers", "--json")).json()).toMatchObject({
      consumers: [
        { consumer: "billing.invoices", position: 3, behind: 0, dead: 1, parked: 1, isPaused: false },
      ],
    });
    await database.sql("update billing.log_cursors set epoch = gen_random_uuid()");
    expect((await log("consumers")).stdout).toContain("another epoch");
  });

  it("lists, shows, mends and replays what is dead", async () => {
    expect((await log("dead", "list", "invoices")).stdout).toMatch(
      /2 +dead +placed +0195.* +8 .*Error: no ink/,
    );
    expect(
      (await log("dead", "list", "invoices", "--all", "--json")).json<{ letters: object[] }>().letters,
    ).toMatchObject([
      { position: 2, state: "dead", after: { count: 0 } },
      { position: 3, state: "parked" },
    ]);
    expect((await log("dead", "show", "invoices", "2")).stdout).toContain('"count": 0');

    const edit = (data: string) => log("dead", "edit", "billing.invoices", "2", "--data", data, "--json");
    const refusals = [
      ["{", "LETTER_DATA_INVALID", "no JSON"],
      [`{"order":"${order}","count":0}`, "EVENT_INVALID", "/count"],
      [`{"order":"${order.replace(/1$/, "2")}","count":1}`, "LETTER_DATA_INVALID", "key"],
    ] as const;
    for (const [data, code, words] of refusals) {
      const { error } = (await edit(data)).json<{ error: { code: string; message: string } }>();
      expect(error.code).toBe(code);
      expect(error.message).toContain(words);
    }
    expect((await edit(`{"order":"${order}","count":5}`)).code).toBe(0);
    expect(await letters()).toMatchObject([{ position: 2, state: "dead", count: 5, version: 2 }, {}]);

    expect((await log("dead", "replay", "invoices", "3", "--json")).json()).toMatchObject({
      error: { code: "LETTER_NOT_DEAD" },
    });
    expect((await log("dead", "replay", "invoices", "--all", "--json")).json()).toMatchObject({
      replayed: [2],
    });
    expect(await letters()).toMatchObject([
      { position: 2, state: "retrying", attempts: 0 },
      { state: "parked" },
    ]);
  });

  it("skips what is dead, and shows for the last time what it was", async () => {
    const { code, stdout } = await log("dead", "skip", "invoices", "2");
    expect(code).toBe(0);
    expect(stdout).toContain('"count": 0');
    expect(await letters()).toMatchObject([{ position: 3 }]);
    const again = await log("dead", "skip", "invoices", "2", "--json");
    expect([again.code, again.json()]).toMatchObject([2, { error: { code: "LETTER_UNKNOWN" } }]);
  });

  it("pauses, lets go on, seeks and replays", async () => {
    expect((await log("pause", "invoices")).code).toBe(0);
    expect(await cursor()).toMatchObject({ paused: true });
    expect((await log("resume", "invoices")).code).toBe(0);
    expect(await cursor()).toMatchObject({ paused: false });

    expect((await log("replay", "invoices", "--from", "2", "--json")).json()).toMatchObject({ entries: 2 });
    expect(await cursor()).toMatchObject({ position: 1 });
    expect(await letters()).toEqual([]);
    expect((await log("replay", "invoices", "--from", "3", "--json")).json()).toMatchObject({
      error: { code: "POSITION_INVALID", next: "lintel log seek billing.invoices 3" },
    });
    expect((await log("seek", "invoices", "now")).stdout).toBe("billing.invoices goes on with 4.\n");
    expect(await cursor()).toMatchObject({ position: 3 });
    expect((await log("seek", "invoices", "beginning")).code).toBe(0);
    expect(await cursor()).toMatchObject({ position: 0 });
    for (const wrong of ["5", "0", "x", `${order}:1`])
      expect((await log("seek", "invoices", wrong, "--json")).json()).toMatchObject({
        error: { code: "POSITION_INVALID" },
      });
    await database.sql("update orders.log_head set first_kept = 3");
    const older = [
      log("seek", "invoices", "2", "--json"),
      log("replay", "invoices", "--from", "2", "--json"),
    ];
    for (const { code, json } of await Promise.all(older))
      expect([code, json()]).toMatchObject([
        2,
        {
          error: {
            code: "POSITION_INVALID",
            message: expect.stringContaining("is kept from 3 on"),
            next: "lintel log seek billing.invoices beginning",
          },
        },
      ]);
    await database.sql("delete from billing.log_cursors");
    expect((await log("pause", "invoices", "--json")).json()).toMatchObject({
      error: { code: "CONSUMER_NEVER_RAN" },
    });
  });
});

describe("the name of a consumer", () => {
  const service = (name: string, ...consumers: readonly string[]) => ({
    name,
    consumers: consumers.map((one) => ({ name: one })),
  });
  const model = { services: [service("billing", "invoices", "mails"), service("stock", "mails")] } as never;

  it("is its own where no other has it, or with that of its service", () => {
    expect(namedConsumer(model, "invoices").service.name).toBe("billing");
    expect(namedConsumer(model, "stock.mails").service.name).toBe("stock");
    expect(() => namedConsumer(model, "mails")).toThrow(/Several.*billing\.mails, stock\.mails/);
    expect(() => namedConsumer(model, "invoice")).toThrow(/Received the consumer "invoice"/);
  });
});

describe("the table of consumers", () => {
  const one: Standing = {
    name: "billing.invoices",
    follows: "orders",
    cursor: undefined,
    letters: { retrying: 0, dead: 0, parked: 0 },
    log: { epoch: "e", position: 10, firstKept: 5 },
  };
  const cursor = { epoch: "e", position: 2, isHeld: false, isPaused: false } as Standing["cursor"];
  const text = (standing: Standing) => formatConsumers([standing], (_, line) => line);

  it("says where nobody works, and where the log does not reach back", () => {
    expect(text(one)).toContain("Nobody works for billing.invoices");
    expect(text({ ...one, cursor })).toContain("what lies between is gone");
    expect(text({ ...one, cursor: cursor && { ...cursor, position: 9, isPaused: true } })).not.toContain(
      "Next",
    );
    expect(formatConsumers([], (_, line) => line)).toBe("No service has a consumer.");
  });
});
