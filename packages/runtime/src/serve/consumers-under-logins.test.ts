import { afterEach, expect, it } from "vitest";
import { entity, event, id, newId, open, role, service, system, text } from "../index.js";
import { serveUnderLogins, type UnderLogins } from "../testing/cases/serve-under-logins.js";

const shop = service("shop", {
  entities: {},
  events: { sold: event({ product: id() }, { key: "product" }) },
}).command("sell", {
  access: open("A test calls it."),
  input: { product: id() },
  async run({ input, emit }) {
    emit.sold(input);
  },
});
const books = service("books", {
  entities: { entry: entity({ words: text() }, { access: { read: role("clerk") } }) },
}).consumer("sales", {
  of: shop,
  start: "beginning",
  retry: { attempts: 1 },
  events: {
    async sold({ data, db }) {
      await db.entry.insert({ words: data.product });
      await db.sql`select count(*) from entries`;
    },
  },
});

let served: UnderLogins;
afterEach(() => served?.stop());

it("works under the logins of its own service and of the one that it follows, and needs no right beyond theirs", async () => {
  served = await serveUnderLogins(system("consumelogins", { version: 1, services: [shop, books] }));
  const product = newId();
  const sell = () =>
    fetch(`${served.running.url}/v1/shop/sell`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ product }),
    });
  expect((await sell()).status).toBe(200);
  const entries = () => served.database.sql("select words from books.entries");
  await expect.poll(entries).toEqual([{ words: product }]);
  // What cannot be handled is kept with the same rights.
  await served.database.sql("alter table books.entries add constraint once unique (words)");
  expect((await sell()).status).toBe(200);
  await expect
    .poll(() => served.database.sql("select state, key from books.log_dead_letters"))
    .toEqual([{ state: "dead", key: product }]);
});
