import { setImmediate as turn } from "node:timers/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLanes, type Step } from "./lanes.js";

/** Lanes whose steps are written down; a step takes a turn of the event loop. */
function scene(workers: number, plan: { readonly [lane: string]: Step[] }) {
  const log: string[] = [];
  const under = new Set<string>();
  let most = 0;
  const alone: number[] = [];
  const lanes = createLanes({
    workers,
    async step(lane, isAlone) {
      if (under.has(lane)) throw new Error("Two steps of one lane at a time.");
      under.add(lane);
      most = Math.max(most, under.size);
      if (isAlone) alone.push(under.size);
      await turn();
      if (isAlone) alone.push(under.size);
      under.delete(lane);
      log.push(isAlone ? `${lane}!` : lane);
      return plan[lane]?.shift() ?? "rest";
    },
    failed(error) {
      log.push(String(error));
    },
  });
  return { lanes, log, most: () => most, alone };
}

const quiet = async (lanes: { readonly active: number }) => {
  do await turn();
  while (lanes.active > 0);
};

describe("lanes", () => {
  it("take turns, so that one with much to do does not hold up the others", async () => {
    const { lanes, log } = scene(1, { a: ["again", "again"] });
    for (const lane of ["a", "b", "c"]) lanes.wake(lane);
    await quiet(lanes);
    expect(log).toEqual(["a", "b", "c", "a", "a"]);
  });

  it("make a step more where they are woken in the midst of one", async () => {
    const { lanes, log } = scene(2, {});
    lanes.wake("a");
    lanes.wake("a");
    lanes.wake("a");
    await quiet(lanes);
    expect(log).toEqual(["a", "a"]);
  });

  it("run one alone where it asks for that, and then the others", async () => {
    const { lanes, log, alone } = scene(3, { a: ["alone"], b: ["again", "again"] });
    for (const lane of ["a", "b", "c"]) lanes.wake(lane);
    await quiet(lanes);
    expect(log.filter((step) => step === "a!")).toHaveLength(1);
    expect(alone).toEqual([1, 1]);
    expect(log.filter((step) => step === "b")).toHaveLength(3);
  });

  it("make no step more after one that throws, or when they are stopped", async () => {
    const failures: unknown[] = [];
    let steps = 0;
    const lanes = createLanes({
      workers: 1,
      async step() {
        steps += 1;
        throw new Error("no ink");
      },
      failed: (error) => void failures.push(error),
    });
    lanes.wake("a");
    lanes.wake("b");
    await lanes.stop();
    await turn();
    expect([steps, failures.length]).toEqual([1, 0]);
    lanes.wake("c");
    await turn();
    expect(steps).toBe(1);
  });

  it("make every step that is asked for, no more than so many at a time, each lane one at a time", async () => {
    const steps = fc.array(fc.constantFrom<Step>("again", "alone", "rest"), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), steps),
        async (workers, plan) => {
          const names = Object.keys(plan);
          const expected = names.map((name) => {
            const rest = plan[name]?.indexOf("rest") ?? -1;
            return (rest === -1 ? (plan[name]?.length ?? 0) : rest) + 1;
          });
          const { lanes, log, most, alone } = scene(workers, structuredClone(plan));
          for (const name of names) lanes.wake(name);
          await quiet(lanes);
          const made = names.map((name) => log.filter((step) => step.startsWith(name)).length);
          expect(made).toEqual(expected);
          expect(most()).toBeLessThanOrEqual(workers);
          expect(new Set([1, ...alone])).toEqual(new Set([1]));
        },
      ),
    );
  });
});
