import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyone, entity, event, integer, open, service, system, text } from "../blueprint/index.js";
import { createDevelopmentIssuer } from "../identity/index.js";
import { until } from "../testing/cases/log-scene.js";
import { serveUnderLogins, type UnderLogins } from "../testing/cases/serve-under-logins.js";
import { type Running, serve } from "./serve.js";

const forTests = open("Nothing but a test calls it.");
const stock = service("stock", {
  entities: {
    item: entity({ name: text() }, { feed: true, access: { read: anyone, write: forTests } }),
    plain: entity({ name: text() }, { access: { read: anyone, create: forTests } }),
  },
  events: { counted: event({ word: text() }, { key: "word" }) },
})
  .command("count", {
    access: forTests,
    input: { word: text() },
    async run({ input, emit }) {
      emit.counted(input);
    },
  })
  .projection("tally", {
    fields: { word: text(), count: integer() },
    key: "word",
    access: { read: anyone },
    events: {
      counted: ({ data }) => [{ key: data.word, next: (row) => ({ count: (row?.count ?? 0) + 1 }) }],
    },
    changes: {
      item: ({ before, after }) => [
        ...(before ? [{ key: before.name, next: (row: Row | undefined) => less(row) }] : []),
        ...(after
          ? [{ key: after.name, next: (row: Row | undefined) => ({ count: (row?.count ?? 0) + 1 }) }]
          : []),
      ],
    },
  });
interface Row {
  readonly count: number;
}
const less = (row: Row | undefined) => (row && row.count > 1 ? { count: row.count - 1 } : undefined);

let served: UnderLogins;
let second: Running;
beforeAll(async () => {
  const blueprint = system(`ryw${randomBytes(4).toString("hex")}`, { version: 1, services: [stock] });
  served = await serveUnderLogins(blueprint);
  second = await serve({
    system: blueprint,
    environment: "test",
    databaseUrl: served.database.url,
    port: 0,
    metricsPort: false,
    development: createDevelopmentIssuer(),
    log: "none",
  });
  // Which logs there are, a process learns soon after its start.
  await until(async () => (await send("POST", "/v1/items", { name: "first" })).commit !== null);
});
afterAll(async () => {
  await second?.stop("test finished");
  await served?.stop();
});

interface Answered {
  readonly status: number;
  readonly commit: string | null;
  readonly retryAfter: string | null;
  readonly body: {
    readonly data: readonly { readonly word: string; readonly count: number }[] & { readonly id: string };
    readonly code?: string;
    readonly meta: { readonly position?: string | null };
  };
}

async function send(
  method: string,
  path: string,
  body?: object,
  more: object = {},
  to: { url: string } = served.running,
): Promise<Answered> {
  const response = await fetch(`${to.url}${path}`, {
    method,
    headers: { ...(body && { "content-type": "application/json" }), ...more },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    commit: response.headers.get("lintel-commit"),
    retryAfter: response.headers.get("retry-after"),
    body: text ? JSON.parse(text) : {},
  };
}
const read = (word: string, headers: object, to?: { url: string }) =>
  send("GET", `/v1/tallies?filter[word]=${word}`, undefined, headers, to);
const after = ({ commit }: Answered) => ({ "lintel-wait": commit ?? "", prefer: "wait=10" });

describe("who has just written", () => {
  it("reads it in a projection by what the answer named, in whatever process, under load", async () => {
    const client = async (name: string) => {
      for (let at = 1; at <= 15; at += 1) {
        const word = `${name}${at % 3}`;
        const written = await send("POST", "/v1/stock/count", { word });
        const to = at % 2 === 0 ? second : served.running;
        const { status, body } = await read(word, after(written), to);
        expect(status, JSON.stringify(body)).toBe(200);
        expect(body.data[0]?.count).toBe(Math.ceil((at - ((at % 3 || 3) - 1)) / 3));
        expect(body.meta.position).toMatch(/^[0-9a-f-]{36}:[1-9]\d*$/);
      }
    };
    await Promise.all(["ann", "bob", "cyd", "dan", "eve", "fay"].map(client));
  });

  it("reads what became of a row that was made, changed and deleted", async () => {
    const made = await send("POST", "/v1/items", { name: "nut" });
    expect((await read("nut", after(made))).body.data).toMatchObject([{ count: 1 }]);
    const { id } = made.body.data;
    const changed = await send("PATCH", `/v1/items/${id}`, { name: "bolt" });
    expect((await read("nut", after(changed), second)).body.data).toEqual([]);
    const gone = await send("DELETE", `/v1/items/${id}`);
    expect(gone.commit).not.toBe(null);
    expect((await read("bolt", after(gone), second)).body.data).toEqual([]);
  });

  it("waits for nothing where what was written is in no log", async () => {
    const made = await send("POST", "/v1/plains", { name: "a" });
    expect((await read("a", after(made))).status).toBe(200);
  });

  it("is told where it is not there in time, and when to come again", async () => {
    await served.database.sql("update stock.log_cursors set paused = true");
    await expect
      .poll(() => served.database.sql("select from stock.log_cursors where held_until is null"), {
        timeout: 60_000,
      })
      .toHaveLength(1);
    const written = await send("POST", "/v1/stock/count", { word: "late" });
    const early = await read("late", { ...after(written), prefer: "wait=0" });
    expect([early.status, early.body.code, early.retryAfter]).toEqual([503, "PROJECTION_BEHIND", "1"]);
    expect((await read("late", {})).body.data).toEqual([]);
    await served.database.sql("update stock.log_cursors set paused = false");
    expect((await read("late", after(written))).body.data).toMatchObject([{ count: 1 }]);
  });
});

it.each([
  ["nonsense", 400, "COMMIT_INVALID"],
  ["000000000000.5", 410, "COMMIT_OTHER_EPOCH"],
])("%j is no commit of this system", async (token, status, code) => {
  const { status: got, body } = await read("a", { "lintel-wait": token });
  expect([got, body.code]).toEqual([status, code]);
});

it("a commit that no answer gave is refused", async () => {
  const { commit } = await send("POST", "/v1/stock/count", { word: "x" });
  const forged = `${commit?.split(".")[0]}.${"9".repeat(15)}`;
  const { status, body } = await read("a", { "lintel-wait": forged });
  expect([status, body.code]).toEqual([400, "COMMIT_INVALID"]);
});

it("tells how far a row's projection is, and of what is no projection nothing", async () => {
  const { body } = await send("GET", "/v1/items");
  expect(body.meta).not.toHaveProperty("position");
});
