import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  anyone,
  calledBy,
  entity,
  id,
  integer,
  many,
  owner,
  reference,
  role,
  service,
  signedIn,
  system,
  text,
  uuid,
} from "../blueprint/index.js";
import { issueToken } from "../identity/index.js";
import { serveUnderLogins, type UnderLogins } from "../testing/cases/serve-under-logins.js";

const stock = service("stock", {
  entities: {
    item: entity(
      { name: text({ max: 50 }).unique(), count: integer({ min: 0 }) },
      { access: { read: anyone, write: role("clerk") } },
    ),
  },
}).command("take", {
  access: calledBy("sales"),
  input: { item: id("item"), count: integer({ min: 1 }) },
  errors: { SOLD_OUT: { status: 409, description: "There are not as many." } },
  async run({ input, db, fail }) {
    const item = await db.item.get(input.item, { lock: "update" });
    if (!item || item.count < input.count) return fail("SOLD_OUT");
    await db.item.update(item.id, { count: item.count - input.count });
  },
});
const sales = service("sales", {
  entities: {
    sale: entity(
      { buyer: uuid(), item: id("stock.item"), margin: integer().private(), notes: many("note", "sale") },
      { access: { read: owner("buyer") } },
    ),
    note: entity(
      { sale: reference("sale"), writer: uuid(), words: text({ max: 200 }) },
      { access: { read: owner("writer"), write: owner("writer") }, softDelete: true },
    ),
  },
  uses: { stock },
}).command("buy", {
  access: signedIn,
  input: { item: id("stock.item") },
  output: { sale: id("sale") },
  async run({ input, db, call, actor }) {
    await call.stock.take({ item: input.item, count: 1 });
    const sale = await db.sale.insert({ buyer: actor.id, item: input.item, margin: 7 });
    return { sale: sale.id };
  },
});

const blueprint = system(`least${randomBytes(4).toString("hex")}`, { version: 1, services: [stock, sales] });
let served: UnderLogins;
beforeAll(async () => {
  served = await serveUnderLogins(blueprint);
});
afterAll(() => served?.stop());

interface Answer {
  readonly status: number;
  readonly data: { readonly id: string; readonly [name: string]: unknown };
  readonly etag: string | null;
}

async function ask(
  method: string,
  path: string,
  token?: string,
  body?: unknown,
  key?: string,
): Promise<Answer> {
  const answer = await fetch(`${served.running.url}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(key && { "idempotency-key": key }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  const parsed = text === "" ? {} : JSON.parse(text);
  return { status: answer.status, data: parsed.data ?? parsed, etag: answer.headers.get("etag") };
}

it("serves everything with logins that own nothing", async () => {
  const ann = "0195d1a0-0000-7000-8000-00000000000a";
  const ben = "0195d1a0-0000-7000-8000-00000000000b";
  const clerk = await issueToken(served.issuer, { subject: ann, roles: ["clerk"] });
  const [anns, bens] = await Promise.all(
    [ann, ben].map((subject) => issueToken(served.issuer, { subject, roles: [] })),
  );

  const made = await ask("POST", "/v1/items", clerk, { name: "Lamp", count: 2 }, "make-the-lamp");
  expect(made.status).toBe(201);
  expect(await ask("POST", "/v1/items", clerk, { name: "Lamp", count: 2 }, "make-the-lamp")).toEqual(made);
  expect((await ask("POST", "/v1/items", bens, { name: "Chair", count: 2 })).status).toBe(403);
  expect((await ask("POST", "/v1/items", clerk, { name: "Lamp", count: 3 })).status).toBe(409);
  const item = made.data.id;
  expect((await ask("GET", `/v1/items/${item}`)).data.count).toBe(2);

  const bought = await ask("POST", "/v1/sales/buy", anns, { item });
  expect(bought.status).toBe(200);
  expect((await ask("GET", `/v1/items/${item}`)).data.count).toBe(1);
  const { sale } = bought.data;
  expect((await ask("GET", `/v1/sales/${sale}`, anns)).data).not.toHaveProperty("margin");
  expect((await ask("GET", `/v1/sales/${sale}`, bens)).status).toBe(404);
  expect((await ask("GET", "/v1/sales", bens)).data).toEqual([]);

  const note = await ask("POST", "/v1/notes", anns, { sale, writer: ann, words: "for the hall" });
  expect(note.status).toBe(201);
  const included = await ask("GET", `/v1/sales/${sale}?include=notes`, anns);
  expect(included.data.notes).toMatchObject([{ words: "for the hall" }]);
  expect((await ask("PATCH", `/v1/notes/${note.data.id}`, bens, { words: "mine" })).status).toBe(404);
  expect((await ask("DELETE", `/v1/notes/${note.data.id}`, anns)).status).toBe(204);
  expect((await ask("POST", `/v1/notes/${note.data.id}/restore`, anns)).status).toBe(200);
  expect((await ask("GET", "/health/ready")).status).toBe(200);
});
