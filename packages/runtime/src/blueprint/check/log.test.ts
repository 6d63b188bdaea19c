import { describe, expect, it } from "vitest";
import type { Duration } from "../environment.js";
import { event } from "../event.js";
import { id, text } from "../fields.js";
import { resolve } from "../resolve.js";
import { service } from "../service.js";
import { system } from "../system.js";
import { guarded, product } from "./cases/check-case.js";
import { checkSystem } from "./index.js";

function shopOf(options: { readonly feed?: boolean; readonly keep?: string; readonly events?: boolean }) {
  const { feed = false, keep, events = false } = options;
  const entities = { product: product({ name: text() }, { access: guarded, rows: 100, feed }) };
  const sold = event({ product: id() }, { key: "product", version: 2, description: "It was sold." });
  return system("shop", {
    version: 1,
    services: [
      service("stock", {
        entities,
        ...(events ? { events: { productSold: sold } } : {}),
        ...(keep ? { log: { keep: keep as Duration } } : {}),
      }),
    ],
  });
}

describe("a service", () => {
  it.each([
    [{}, undefined],
    [{ feed: true }, { keep: 604_800_000 }],
    [{ events: true }, { keep: 604_800_000 }],
    [{ feed: true, keep: "90m" }, { keep: 5_400_000 }],
  ])("with %j has the log %j", (options, log) => {
    const system = shopOf(options);
    expect(checkSystem(system)).toEqual([]);
    expect(resolve(system).services[0]?.log).toEqual(log);
  });

  it("knows its events by the type that others know them by", () => {
    expect(resolve(shopOf({ events: true })).services[0]?.events).toMatchObject([
      {
        name: "productSold",
        service: "stock",
        type: "shop.stock.product-sold.v2",
        version: 2,
        key: "product",
      },
    ]);
  });

  it("bounds its log to so many bytes", () => {
    const bounded = (maxBytes: unknown) =>
      system("shop", {
        version: 1,
        services: [
          service("stock", {
            entities: { product: product({ name: text() }, { access: guarded, rows: 100, feed: true }) },
            log: { maxBytes: maxBytes as number },
          }),
        ],
      });
    expect(checkSystem(bounded(1_000_000))).toEqual([]);
    expect(resolve(bounded(1_000_000)).services[0]?.log).toEqual({ keep: 604_800_000, maxBytes: 1_000_000 });
    for (const wrong of [999_999, 1_000_000.5, Number.POSITIVE_INFINITY, "10 GB"]) {
      expect(checkSystem(bounded(wrong)).map(({ code }) => code)).toEqual(["LOG_SIZE_INVALID"]);
    }
  });

  it.each([
    ["a week", "DURATION_INVALID"],
    ["59s", "DURATION_OUT_OF_RANGE"],
    ["366d", "DURATION_OUT_OF_RANGE"],
  ])("does not keep its log for %s", (keep, code) => {
    const findings = checkSystem(shopOf({ feed: true, keep }));
    expect(findings.map((finding) => [finding.code, finding.path])).toEqual([[code, "stock.log.keep"]]);
  });

  it.each(["outbox", "log", "logHead", "logCursors", "revokedTokens"])(
    "cannot have an entity that is called %s",
    (plural) => {
      const entities = { thing: product({ name: text() }, { access: guarded, plural }) };
      const findings = checkSystem(
        system("shop", { version: 1, services: [service("stock", { entities })] }),
      );
      const taken = findings.filter(({ code }) => code === "NAME_TAKEN_BY_LINTEL").map(({ path }) => path);
      expect(taken).toEqual(["stock.thing"]);
    },
  );
});
