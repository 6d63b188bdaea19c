import { describe, expect, it } from "vitest";
import { signedIn } from "../access.js";
import { environment } from "../environment.js";
import { text } from "../fields.js";
import { service } from "../service.js";
import { system } from "../system.js";
import { guarded, product } from "./cases/check-case.js";
import { checkSystem } from "./index.js";

/** What is found where an entity and a query say how long their statements may take. */
function foundIn(timeouts: object, timeout: string, environments = {}): readonly (readonly string[])[] {
  const entities = { product: product({ name: text() }, { access: guarded, rows: 100, timeouts }) };
  const run = async () => undefined;
  const catalog = service("catalog", { entities }).query("report", {
    access: signedIn,
    timeout: timeout as "1s",
    run,
  });
  return checkSystem(system("shop", { version: 1, services: [catalog], environments })).map((finding) => [
    finding.code,
    finding.path,
    finding.value,
  ]);
}

describe("how long statements may take", () => {
  it("is said within its bounds without a finding", () => {
    expect(foundIn({ row: "10ms", list: "15s" }, "15s")).toEqual([]);
  });

  it("is a duration", () => {
    expect(foundIn({ row: "1 second", list: 5 }, "5w")).toEqual([
      ["DURATION_INVALID", "catalog.product.timeouts.row", '"1 second"'],
      ["DURATION_INVALID", "catalog.product.timeouts.list", "5"],
      ["DURATION_INVALID", "catalog.queries.report.timeout", '"5w"'],
    ]);
  });

  it("lies within bounds", () => {
    expect(foundIn({ row: "9ms" }, "11m").map(([code, path]) => `${code} ${path}`)).toEqual([
      "DURATION_OUT_OF_RANGE catalog.product.timeouts.row",
      "DURATION_OUT_OF_RANGE catalog.queries.report.timeout",
      "STATEMENT_OUTLIVES_REQUEST catalog.queries.report.timeout",
    ]);
  });

  it("ends before the shortest request that waits for it", () => {
    const production = environment({ timeouts: { request: "12s" } });
    expect(foundIn({ list: "13s" }, "12s", { development: production })).toEqual([
      ["STATEMENT_OUTLIVES_REQUEST", "catalog.product.timeouts.list", '"13s"'],
    ]);
  });

  it("is said of a row and of a list, and of nothing else", () => {
    expect(foundIn({ rows: "1s" }, "1s")).toEqual([
      ["ENTITY_OPTION_UNKNOWN", "catalog.product.timeouts.rows", '"rows"'],
    ]);
  });
});
