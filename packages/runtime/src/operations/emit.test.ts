import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FactOf } from "../facts.js";
import {
  anyone,
  calledBy,
  entity,
  enumeration,
  event,
  id,
  integer,
  newId,
  nobody,
  open,
  role,
  service,
  system,
  text,
  timestamp,
} from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const stock = service("stock", {
  entities: { item: entity({ name: text() }, { access: { read: nobody } }) },
  events: { taken: event({ item: id(), note: text().optional() }, { key: "item", version: 3 }) },
}).command("take", {
  access: calledBy("desk", "front"),
  input: { item: id(), fail: text().optional() },
  async run({ input, emit }) {
    emit.taken({ item: input.item });
    if (input.fail) throw new Error("after it was emitted");
  },
});

const desk = service("desk", {
  uses: { stock },
  entities: {
    sheet: entity(
      { words: text({ max: 40 }) },
      { feed: true, access: { read: anyone, write: role("writer") } },
    ),
  },
  events: {
    written: event(
      { sheet: id(), count: integer({ min: 1 }).default(1), at: timestamp().optional() },
      { key: "sheet" },
    ),
    cleared: event({}),
  },
}).command("write", {
  access: open("Nothing but a test calls it."),
  input: {
    mode: enumeration(
      "plain",
      "order",
      "floating",
      "late",
      "adrift",
      "wrong",
      "swallow",
      "called",
      "caught",
      "undone",
    ),
  },
  output: { sheet: id() },
  async run({ input, db, emit, call }) {
    const sheet = newId();
    switch (input.mode) {
      case "order":
        emit.cleared({});
        await db.sheet.insert({ id: sheet, words: "one" });
        emit.written({ sheet, count: 1 });
        await Promise.all([
          emit.written({ sheet, count: 2 }),
          db.sheet.update(sheet, { words: "two" }),
          emit.written({ sheet, count: 3 }),
        ]);
        break;
      case "floating":
        emit.written({ sheet: sheet.toUpperCase(), at: "2026-11-23T10:00:00+01:00" });
        break;
      case "late": {
        const called = call.stock.take({ item: sheet });
        await Promise.resolve();
        emit.written({ sheet });
        await called;
        break;
      }
      case "adrift": {
        const called = call.stock.take({ item: sheet });
        called.catch(() => {});
        await new Promise(setImmediate);
        emit.written({ sheet });
        break;
      }
      case "wrong":
        emit.written({ sheet, count: 0 });
        break;
      case "swallow":
        try {
          emit.written({ sheet, count: 0 });
        } catch {
          emit.cleared({});
        }
        break;
      case "called":
        emit.written({ sheet });
        await call.stock.take({ item: sheet });
        emit.cleared({});
        break;
      case "caught":
        await call.stock.take({ item: sheet, fail: "yes" }).catch(() => {});
        emit.written({ sheet });
        break;
      case "undone":
        emit.written({ sheet });
        throw new Error("after it was emitted");
      default:
        emit.written({ sheet });
    }
    return { sheet };
  },
});

/** Keeps no log itself. */
const front = service("front", { uses: { desk, stock }, entities: {} })
  .command("take", {
    access: open("Nothing but a test calls it."),
    input: { item: id() },
    async run({ input, call }) {
      await call.stock.take(input);
    },
  })
  .command("write", {
    access: open("Nothing but a test calls it."),
    async run({ call }) {
      await call.desk.write({ mode: "adrift" });
    },
  });

let app: TestSystem;
const failed: FactOf<"request.failed">[] = [];
beforeAll(async () => {
  app = await testSystem(system("emitting", { version: 1, services: [stock, desk, front] }));
  app.running.facts.subscribe((fact) => void (fact.fact === "request.failed" && failed.push(fact)));
});
afterEach(async () => {
  failed.length = 0;
  await app.sql`truncate desk.outbox, stock.outbox`;
});
afterAll(() => app?.stop());

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const write = (mode: string, headers = {}) => app.anonymous.post("/v1/desk/write", { mode }, headers);
const logOf = (name: "desk" | "stock") =>
  name === "desk"
    ? app.sql<Logged>`select *, xid::text from desk.outbox order by seq`
    : app.sql<Logged>`select *, xid::text from stock.outbox order by seq`;
interface Logged {
  readonly kind: string;
  readonly subject: string;
  readonly key: string;
  readonly version: number;
  readonly after: { readonly [name: string]: unknown } | null;
  readonly cause: unknown;
  readonly xid: string;
}
const told = async (name: "desk" | "stock") =>
  (await logOf(name)).map(({ kind, subject }) => `${kind} ${subject}`);

describe("an event", () => {
  it("stands in the log with its key, its version, its data and who asked", async () => {
    const answer = await write("plain", { traceparent, "x-request-id": "request-of-a-test" });
    const { sheet } = answer.body.data as unknown as { sheet: string };
    const [row, ...more] = await logOf("desk");
    expect(more).toEqual([]);
    expect(row).toMatchObject({ kind: "event", subject: "written", key: sheet, version: 1, before: null });
    expect(row?.after).toEqual({ sheet, count: 1, at: null });
    expect(row?.cause).toEqual({
      actor: { kind: "anonymous", id: "" },
      request: answer.headers.get("x-request-id"),
      trace: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
  });

  it("stands where it was emitted among the changes, also in one turn", async () => {
    await write("order");
    expect(await told("desk")).toEqual([
      "event cleared",
      "insert sheet",
      "event written",
      "event written",
      "update sheet",
      "event written",
    ]);
    expect((await logOf("desk")).flatMap(({ after }) => after?.count ?? [])).toEqual([1, 2, 3]);
    expect(new Set((await logOf("desk")).map(({ xid }) => xid)).size).toBe(1);
  });

  it.each(["floating", "late"])(
    "is written though nobody waits for it (%s), in one spelling",
    async (mode) => {
      expect((await write(mode)).status).toBe(200);
      const [row] = await logOf("desk");
      expect(row?.after?.sheet).toBe(String(row?.after?.sheet).toLowerCase());
      expect(row?.key).toBe(row?.after?.sheet);
      if (mode === "floating") expect(row?.after?.at).toBe("2026-11-23T09:00:00Z");
    },
  );

  it("that is not as declared undoes the command, and says which, where and by which rule to the operator alone", async () => {
    const answer = await write("wrong");
    expect(answer).toMatchObject({ status: 500, body: { code: "EVENT_INVALID" } });
    expect(JSON.stringify(answer.body)).not.toContain("minimum");
    expect(failed[0]?.error).toMatchObject({ message: 'desk.written: /count breaks "minimum"' });
    expect(await told("desk")).toEqual([]);
  });

  it("that is not as declared may be done without", async () => {
    expect((await write("swallow")).status).toBe(200);
    expect(await told("desk")).toEqual(["event cleared"]);
  });

  it("goes with its transaction", async () => {
    expect((await write("undone")).status).toBe(500);
    expect(await told("desk")).toEqual([]);
  });

  it("of a called service stands in that one's log, with who asked in the first place", async () => {
    await write("called", { traceparent });
    expect(await told("desk")).toEqual(["event written", "event cleared"]);
    const [own] = await logOf("desk");
    const [called] = await logOf("stock");
    expect(called).toMatchObject({ subject: "taken", version: 3, xid: own?.xid, cause: own?.cause });
  });

  it("is written though neither it nor the call that is under way is waited for", async () => {
    expect((await write("adrift")).status).toBe(200);
    expect(await told("desk")).toEqual(["event written"]);
    expect((await app.anonymous.post("/v1/front/write", {})).status).toBe(200);
    expect(await told("desk")).toEqual(["event written", "event written"]);
  });

  it("says who asked, also where the service that was asked keeps no log", async () => {
    const item = newId();
    const answer = await app.anonymous.post("/v1/front/take", { item }, { traceparent });
    expect(answer.status).toBe(200);
    expect(await logOf("stock")).toMatchObject([
      { key: item, cause: { request: answer.headers.get("x-request-id") } },
    ]);
  });

  it("of a call that fails and is caught goes with that call", async () => {
    expect((await write("caught")).status).toBe(200);
    expect(await told("stock")).toEqual([]);
    expect(await told("desk")).toEqual(["event written"]);
  });

  it("is seen by a test of the command", async () => {
    const outcome = await app.command(desk, "write").when({ roles: [] }, { mode: "called" });
    const sheet = outcome.output?.sheet;
    expect(outcome.events).toEqual([
      { service: "stock", event: "taken", key: sheet, data: { item: sheet, note: null } },
      { service: "desk", event: "written", key: sheet, data: { sheet, count: 1, at: null } },
      { service: "desk", event: "cleared", key: "", data: {} },
    ]);
    expect((await app.command(desk, "write").when({ roles: [] }, { mode: "undone" })).events).toEqual([]);
  });
});

describe("a change by REST", () => {
  it.each([{}, { "idempotency-key": '"one"' }])("says who asked for it (%j)", async (headers) => {
    const writer = app.as({ roles: ["writer"] });
    const made = await writer.post("/v1/sheets", { words: "first" }, { traceparent, ...headers });
    const { id: made_ } = made.body.data as unknown as { id: string };
    await writer.patch(`/v1/sheets/${made_}`, { words: "second" }, { traceparent });
    await writer.delete(`/v1/sheets/${made_}`, { traceparent });
    const rows = await logOf("desk");
    expect(rows.map(({ kind, version }) => [kind, version])).toEqual([
      ["insert", 1],
      ["update", 2],
      ["delete", 2],
    ]);
    for (const { cause } of rows) {
      expect(cause).toEqual({
        actor: { kind: "user", id: writer.subject },
        request: expect.any(String),
        trace: "4bf92f3577b34da6a3ce929d0e0e4736",
      });
    }
    expect(rows[0]?.cause).toMatchObject({ request: made.headers.get("x-request-id") });
  });

  it("is told of nobody where it comes without a request, after one that came with one", async () => {
    await write("order");
    await app.running.database
      .service("desk")
      .transaction({}, ({ db }) => db.sql`update sheets set words = 'x'`);
    const rows = await logOf("desk");
    expect(rows.at(-1)).toMatchObject({ kind: "update", cause: null });
  });
});
