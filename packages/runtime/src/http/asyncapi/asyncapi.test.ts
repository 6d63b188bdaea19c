import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import { anyone, entity, event, id, money, nobody, role, service, system, text } from "../../index.js";
import { asyncApiDocument } from "./index.js";

const catalog = service("catalog", {
  entities: {
    product: entity(
      { name: text({ max: 40 }), margin: money().private().default("0.00") },
      { feed: true, access: { read: anyone, write: role("editor") } },
    ),
    secret: entity({ words: text() }, { feed: true, access: { read: nobody, write: role("editor") } }),
    plain: entity({ words: text() }, { access: { read: anyone, write: role("editor") } }),
  },
  events: {
    priceChanged: event({ product: id("product"), price: money() }, { version: 2, key: "product" }),
  },
});
const shop = system("shop", { version: 1, services: [catalog] });
const document = asyncApiDocument(resolve(shop), "https://api.shop.example");

/** What a reference names. */
function at(reference: string): unknown {
  return reference
    .slice(2)
    .split("/")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
}

const ajv = new Ajv2020({ strict: false, logger: false });
(ajvFormats as unknown as (one: Ajv2020) => void)(ajv);
function validator(message: string) {
  const { payload } = document.components.messages[message] ?? {};
  return ajv.compile({ ...payload, components: document.components });
}

describe("the AsyncAPI document", () => {
  it("refers to nothing that is not there", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? "");
    expect(references.length).toBeGreaterThan(40);
    expect(references.filter((to) => at(to) === undefined)).toEqual([]);
  });

  it("has a channel for all feeds, one for each that somebody may read, and one for each event", () => {
    expect(Object.keys(document.channels)).toEqual(["feeds", "feed.product", "event.catalog.priceChanged"]);
    expect(document.channels["feed.product"]?.address).toBe("/feeds/product");
    expect(document.servers.socket).toMatchObject({ host: "api.shop.example", protocol: "wss" });
  });

  it("tells nothing that is private", () => {
    expect(JSON.stringify(document)).not.toContain("margin");
  });

  it("takes the messages of clients, and no others", () => {
    const subscribe = validator("subscribe");
    expect(subscribe({ type: "subscribe", id: 1, entity: "product", query: "", snapshot: false })).toBe(true);
    expect(subscribe({ type: "subscribe", id: 0, entity: "product" })).toBe(false);
    expect(subscribe({ type: "ack", id: 1, entity: "product" })).toBe(false);
  });

  it("takes changes of rows", () => {
    const key = crypto.randomUUID();
    const changes = validator("feed.product.changes");
    const message = (change: object) => ({
      ...{ type: "changes", id: 1, previous: 0, position: 3 },
      changes: [{ position: 3, ...change }],
    });
    expect(
      changes(message({ op: "put", key, version: 1, row: { id: key, version: 1, name: "Hammer" } })),
    ).toBe(true);
    expect(changes(message({ op: "put", key, version: 1, row: { id: key, name: "Hammer" } }))).toBe(false);
    expect(changes(message({ op: "remove", key, version: 2 }))).toBe(true);
    expect(changes(message({ op: "clear" }))).toBe(true);
    expect(changes(message({ op: "drop", key, version: 2 }))).toBe(false);
  });

  it("takes an event as a CloudEvent", () => {
    const event = {
      specversion: "1.0",
      id: "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e:17",
      source: "/shop/catalog",
      type: "shop.catalog.price-changed.v2",
      time: "2030-01-01T00:00:00Z",
      datacontenttype: "application/json",
      position: "17",
      data: { product: crypto.randomUUID(), price: "1.00" },
    };
    const validate = validator("event.catalog.priceChanged");
    expect(validate(event)).toBe(true);
    expect(validate({ ...event, data: {} })).toBe(false);
  });

  it("is there for a system without any of it", () => {
    const bare = asyncApiDocument(
      resolve(system("bare", { version: 1, services: [] })),
      "http://localhost:1",
    );
    expect(bare).toMatchObject({ channels: {}, operations: {} });
  });
});
