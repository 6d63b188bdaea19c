import { describe, expect, it } from "vitest";
import { briefOf, choose, quantities, quantity, refunds, shop } from "../../brief/scenario.js";
import { needsOf } from "./index.js";

describe("what a brief says to an architect", () => {
  it("gives figures in their units, with the requirements that they come from", () => {
    const needs = needsOf(briefOf(shop));
    expect(needs.load.peak).toEqual({ value: 400, from: ["REQ-PERF-001"] });
    expect(needs.latency.read.value).toEqual({ milliseconds: 150, percentile: 99 });
    expect(needs.uptime).toEqual({ value: 0.999, from: ["REQ-DEP-002"] });
    expect(needs.budget?.value).toEqual({ amount: 1_500, currency: "EUR" });
    expect(needs.regulations.value).toEqual(["gdpr"]);
    expect(needs.authentication.value.verdict).toBe("required");
    expect(needs.entities.map(({ name, inAYear }) => [name, inAYear])).toEqual([
      ["product", 30_000],
      ["order", 200_000],
    ]);
  });

  it("puts what is left out on purpose aside, and what must be first in front", () => {
    const needs = needsOf(briefOf(shop));
    expect(needs.features.map(({ id }) => id)).toEqual(["REQ-FEAT-PLACE-ORDER", "REQ-FEAT-GROSSEN"]);
    expect(needs.leftOut.map(({ name }) => name)).toEqual(["Gift cards"]);
  });

  it("knows a recommendation that was accepted from what a person said", () => {
    const brief = briefOf(shop);
    expect(needsOf(brief).choice("architecture.style").bySomeone).toBe(true);
    const answer = brief.answers["architecture.style"];
    if (!answer) throw new Error("The shop has a style.");
    const accepted = {
      ...brief,
      answers: {
        ...brief.answers,
        "architecture.style": { ...answer, accepted: { reason: "It is small.", from: [] } },
      },
    };
    expect(needsOf(accepted).choice("architecture.style").bySomeone).toBe(false);
  });

  it("takes a careful value where an answer is missing, and names the question", () => {
    const { "performance.load": _load, "deployment.recovery": _recovery, ...rest } = shop;
    const needs = needsOf(briefOf(rest));
    expect(needs.load.peak.assumed?.missing).toBe("performance.load");
    expect(needs.rpo).toEqual({
      value: 300,
      from: [],
      assumed: { because: expect.any(String), missing: "deployment.recovery" },
    });
  });

  it("names no question where it is not asked of this kind of project", () => {
    const { growth } = needsOf(briefOf(shop));
    expect(growth.assumed).toBeDefined();
    expect(growth.assumed?.missing).toBeUndefined();
  });

  it("takes the height of a campaign for the most that ever comes", () => {
    const values = {
      ...shop,
      "performance.spike": quantities({ peak: quantity("rate", 2_000), for: quantity("duration", 1_800) }),
    };
    expect(needsOf(briefOf(values)).load.most.value).toBe(2_000);
    expect(needsOf(briefOf(values)).load.most.from).toContain("REQ-PERF-004");
  });

  it("takes what devices send for what comes beside the requests of people", () => {
    const values = {
      ...shop,
      "scope.kind": choose("telemetry"),
      "performance.ingest": quantities({
        messages: quantity("rate", 5_000),
        payload: quantity("size", 120),
      }),
    };
    expect(needsOf(briefOf(values)).load.most).toEqual({
      value: 5_400,
      from: ["REQ-PERF-001", "REQ-PERF-003"],
    });
  });

  it("has what amendments add", () => {
    const needs = needsOf(briefOf(shop, { refunds }));
    expect(needs.features.map(({ id }) => id)).toContain("REQ-REFUNDS-FEAT-REFUND-ORDER");
    expect(needs.edgeCases.map(({ id }) => id)).toContain("REQ-REFUNDS-EDGE-REFUNDED-TWICE");
  });

  it("has the careful answer to authentication where it is open", () => {
    const { "security.authentication": _, ...rest } = shop;
    const { authentication } = needsOf(briefOf(rest));
    expect(authentication.value.verdict).toBe("required");
    expect(authentication.assumed?.missing).toBe("security.authentication");
  });

  it("refuses a question that is not in the bank", () => {
    expect(() =>
      needsOf(briefOf({ "scope.kind": choose("commerce") })).choice("architecture.fashion"),
    ).toThrow(RangeError);
  });
});
