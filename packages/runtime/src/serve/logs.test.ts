import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  anyone,
  calledBy,
  entity,
  event,
  id,
  integer,
  role,
  service,
  signedIn,
  system,
  text,
} from "../blueprint/index.js";
import { issueToken } from "../identity/index.js";
import { toCloudEvent } from "../log/index.js";
import type { LogEntry } from "../postgres/log/index.js";
import { serveUnderLogins, type UnderLogins } from "../testing/cases/serve-under-logins.js";

const stock = service("stock", {
  entities: {
    item: entity(
      { name: text({ max: 50 }), count: integer({ min: 0 }), cost: integer().private().optional() },
      { access: { read: anyone, write: role("clerk") }, feed: true },
    ),
  },
}).command("take", {
  access: calledBy("sales"),
  input: { item: id("item") },
  async run({ input, db }) {
    const item = await db.item.get(input.item, { lock: "update" });
    if (item) await db.item.update(item.id, { count: item.count - 1 });
  },
});
const sales = service("sales", {
  entities: { sale: entity({ item: id("stock.item") }, { access: { read: anyone } }) },
  events: { sold: event({ item: id("stock.item"), sale: id("sale") }, { key: "item" }) },
  uses: { stock },
}).command("buy", {
  access: signedIn,
  input: { item: id("stock.item") },
  output: { sale: id("sale") },
  async run({ input, db, call, emit }) {
    await call.stock.take({ item: input.item });
    const sale = db.sale.add({ item: input.item });
    emit.sold({ item: input.item, sale });
    return { sale };
  },
});

const blueprint = system(`logs${randomBytes(4).toString("hex")}`, { version: 1, services: [stock, sales] });
let served: UnderLogins;
beforeAll(async () => {
  served = await serveUnderLogins(blueprint);
});
afterAll(() => served?.stop());

async function send(method: string, path: string, roles: readonly string[], body: object, etag?: string) {
  const token = await issueToken(served.issuer, { subject: "ann", roles });
  const response = await fetch(`${served.running.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      ...(etag && { "if-match": etag }),
    },
    body: JSON.stringify(body),
  });
  const { data, meta } = (await response.json()) as {
    data: { id: string; sale: string };
    meta: { requestId: string };
  };
  expect(response.status, JSON.stringify(data)).toBeLessThan(300);
  return { ...data, requestId: meta.requestId, etag: response.headers.get("etag") ?? "" };
}

/** The first entries of a log, as many as asked for. */
async function entriesOf(name: string, count: number): Promise<readonly LogEntry[]> {
  const reader = served.running.logs.reader(name);
  const { epoch } = await reader.head();
  const found: LogEntry[] = [];
  const enough = new AbortController();
  for await (const entry of reader.tail({ epoch, position: 1 }, enough.signal)) {
    found.push(entry);
    if (found.length === count) enough.abort();
  }
  return found;
}

it("says what was done over HTTP, in order, with who asked, under logins that may do no more than they must", async () => {
  const made = await send("POST", "/v1/items", ["clerk"], { name: "Lamp", count: 5 });
  const changed = await send("PATCH", `/v1/items/${made.id}`, ["clerk"], { name: "Lamps" }, made.etag);
  const bought = await send("POST", "/v1/sales/buy", [], { item: made.id });

  const changes = await entriesOf("stock", 3);
  expect(changes.map(({ position, kind, key, version }) => [position, kind, key, version])).toEqual([
    [1, "insert", made.id, 1],
    [2, "update", made.id, 2],
    [3, "update", made.id, 3],
  ]);
  const { epoch } = await served.running.logs.reader("stock").head();
  const source = { system: served.model.name, service: "stock", epoch };
  const [first, second, third] = changes.map((entry) => JSON.parse(toCloudEvent(entry, source)));
  expect(first?.data).toMatchObject({ after: { name: "Lamp", count: 5 } });
  expect(JSON.stringify(changes)).not.toContain("cost");
  expect(second?.data).toMatchObject({ before: { name: "Lamp" }, after: { name: "Lamps" } });
  expect([first, second, third].map((one) => [one?.actor, one?.requestid])).toEqual([
    ["user:ann", made.requestId],
    ["user:ann", changed.requestId],
    ["user:ann", bought.requestId],
  ]);

  const [sold] = await entriesOf("sales", 1);
  expect(sold).toMatchObject({ position: 1, kind: "event", subject: "sold", key: made.id, version: 1 });
});

it("empties a slot of what nobody keeps any more, as the service itself", async () => {
  const [{ held } = { held: -1 }] = await served.database.sql<{ held: number }>(
    "select count(*)::int as held from stock.outbox",
  );
  expect(held).toBeGreaterThan(0);
  const [{ slot } = { slot: -1 }] = await served.database.sql<{ slot: number }>(
    "select slot from stock.outbox limit 1",
  );
  await served.database.sql(`set role ${served.model.services[0]?.role}`);
  const empty = () =>
    served.database.sql<{ emptied: boolean }>(
      `select stock.lintel_empty_log_slot(${slot}::smallint) as emptied`,
    );
  expect(await empty()).toEqual([{ emptied: false }]);
  await served.database.sql("update stock.log_head set first_kept = position + 1");
  expect(await empty()).toEqual([{ emptied: true }]);
  await served.database.sql("reset role");
  expect(await served.database.sql("select from stock.outbox")).toEqual([]);
});

it("keeps the order of commits where its logins may replicate, and needs no other right for it", async () => {
  const name = `logs${randomBytes(4).toString("hex")}`;
  const replicating = await serveUnderLogins(system(name, { version: 1, services: [stock, sales] }), true);
  try {
    const { database, running, issuer } = replicating;
    const orderOf = async (of: string) => {
      const [row] = await database.sql<{ lsn: string | null }>(`select lsn::text from ${of}.log_head`);
      return row?.lsn === null || row?.lsn === "0/0" ? "visible" : "commits";
    };
    await expect.poll(() => orderOf("stock"), { timeout: 100_000 }).toBe("commits");
    await expect.poll(() => orderOf("sales"), { timeout: 100_000 }).toBe("commits");
    const token = await issueToken(issuer, { subject: "ann", roles: ["clerk"] });
    const response = await fetch(`${running.url}/v1/items`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "Lamp", count: 5 }),
    });
    expect(response.status).toBe(201);
    await expect.poll(async () => (await running.logs.reader("stock").head()).position).toBe(1);
  } finally {
    await replicating.stop();
  }
});
