import { describe, expect, it } from "vitest";
import { createFacts, type Fact } from "../facts.js";
import { createShutdown, type ShutdownSteps } from "./index.js";

function given(deadline: number, steps: Partial<ShutdownSteps> = {}, notice?: number) {
  const facts = createFacts();
  const reported: Fact[] = [];
  facts.subscribe((fact) => reported.push(fact));
  const state = { inFlight: 0, done: [] as string[] };
  const shutdown = createShutdown(
    { facts, deadline, notice },
    {
      announce: () => void state.done.push("announce"),
      refuse: () => void state.done.push("refuse"),
      inFlight: () => state.inFlight,
      abandon: () => state.done.push("abandon"),
      close: () => void state.done.push("close"),
      ...steps,
    },
  );
  return { shutdown, state, reported };
}

describe("stopping", () => {
  it("takes its steps in order, and tells of it", async () => {
    const { shutdown, state, reported } = given(1_000);
    expect(shutdown.stopping).toBe(false);
    await shutdown.stop("SIGTERM");
    expect(state.done).toEqual(["announce", "refuse", "close"]);
    expect(reported).toEqual([
      { fact: "system.stopping", reason: "SIGTERM", inFlight: 0 },
      { fact: "system.stopped", milliseconds: expect.any(Number), abandoned: 0 },
    ]);
  });

  it("lets what runs come to its end before it closes the database", async () => {
    const { shutdown, state, reported } = given(10_000);
    state.inFlight = 2;
    const stopped = shutdown.stop("SIGTERM");
    expect(shutdown.stopping).toBe(true);
    await expect.poll(() => state.done).toEqual(["announce", "refuse"]);
    state.inFlight = 1;
    await expect.poll(() => state.done).toEqual(["announce", "refuse"]);
    state.inFlight = 0;
    await stopped;
    expect(state.done).toEqual(["announce", "refuse", "close"]);
    expect(reported.at(-1)).toMatchObject({ fact: "system.stopped", abandoned: 0 });
  });

  it("lets open connections ask before it waits for what runs", async () => {
    const { shutdown, state } = given(10_000, {
      async settle() {
        state.done.push("settle");
        await Promise.resolve();
        state.inFlight = 1;
        setTimeout(() => {
          state.done.push("answered");
          state.inFlight = 0;
        }, 20);
      },
    });
    await shutdown.stop("SIGTERM");
    expect(state.done).toEqual(["announce", "settle", "refuse", "answered", "close"]);
  });

  it("abandons what runs past the deadline, and counts it", async () => {
    const { shutdown, state, reported } = given(40);
    state.inFlight = 3;
    await shutdown.stop("SIGTERM");
    expect(state.done).toEqual(["announce", "refuse", "abandon", "close"]);
    expect(reported.at(-1)).toMatchObject({ fact: "system.stopped", abandoned: 3 });
  });

  it("happens once, however often it is asked for", async () => {
    const { shutdown, state } = given(1_000);
    const first = shutdown.stop("SIGTERM");
    expect(shutdown.stop("SIGINT")).toBe(first);
    await first;
    expect(state.done).toEqual(["announce", "refuse", "close"]);
  });

  it("goes on when a step fails", async () => {
    const fail = () => Promise.reject(new Error("cannot"));
    const { shutdown, state } = given(1_000, { refuse: fail });
    await shutdown.stop("SIGTERM");
    expect(state.done).toEqual(["announce", "close"]);
  });

  it("does not wait for ever for a step that never ends", async () => {
    const never = () => new Promise<void>(() => {});
    const { shutdown, reported } = given(50, { settle: never, refuse: never, close: never });
    await shutdown.stop("SIGTERM");
    expect(reported.at(-1)).toMatchObject({ fact: "system.stopped" });
  });

  it("still takes connections while others learn that it is not ready", async () => {
    const { shutdown, state } = given(5_000, {}, 100);
    const stopped = shutdown.stop("SIGTERM");
    await Promise.resolve();
    expect(shutdown.stopping).toBe(true);
    expect(state.done).toEqual(["announce"]);
    await stopped;
    expect(state.done).toEqual(["announce", "refuse", "close"]);
  });
});
