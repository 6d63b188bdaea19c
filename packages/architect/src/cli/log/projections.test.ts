import type { BuildState, SystemModel } from "@lintel/runtime/tools";
import { describe, expect, it } from "vitest";
import { findProjection, formatProjections, type ProjectionLine } from "./projections.js";

const plain = (_style: unknown, text: string) => text;
const build: BuildState = {
  name: "sale",
  generation: 3,
  version: 2,
  state: "building",
  epoch: "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e",
  position: 12_345,
  firstPosition: 1,
  changedAt: "2026-01-01T00:00:00.123Z",
};
const entity = { name: "sale", projection: { version: 2, source: "shop" } } as ProjectionLine["entity"];

describe("lintel log projections", () => {
  it("shows each build on a line, and a projection that has none", () => {
    const builds = [build, { ...build, generation: 2, version: 1, state: "live" as const }];
    const lines = formatProjections(
      [
        { service: { name: "orders" }, entity, builds },
        { service: { name: "users" }, entity, builds: [] },
      ],
      plain,
    ).split("\n");
    expect(lines.slice(1)).toEqual([
      "orders.sale  shop  3      2        building   1     12,345    2026-01-01T00:00:00Z",
      "orders.sale  shop  2      1        live       1     12,345    2026-01-01T00:00:00Z",
      "users.sale   shop  -      2        not begun  -     -         -",
    ]);
    expect(formatProjections([], plain)).toContain("No service has a projection");
  });
});

describe("lintel log rebuild", () => {
  const service = (name: string) => ({ name, entities: [entity, { name: "plain" }] });
  const of = (...names: readonly string[]) => ({ services: names.map(service) }) as unknown as SystemModel;

  it("takes a projection by its name, and with that of its service where there are two", () => {
    expect(findProjection(of("orders"), "sale")).toMatchObject({ entity, service: { name: "orders" } });
    expect(findProjection(of("orders", "users"), "users.sale")).toMatchObject({ service: { name: "users" } });
    expect(findProjection(of("orders", "users"), "sale")).toEqual(["orders.sale", "users.sale"]);
    expect(findProjection(of("orders"), "plain")).toEqual(["orders.sale"]);
  });
});
