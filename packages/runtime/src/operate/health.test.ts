import { describe, expect, it } from "vitest";
import { createHealth } from "./index.js";

function given(ping: () => Promise<void> = async () => {}) {
  const state = { now: 0, stopping: false, pings: 0, ping };
  const health = createHealth({
    ping: () => {
      state.pings += 1;
      return state.ping();
    },
    isStopping: () => state.stopping,
    deadline: 30,
    clock: () => state.now,
  });
  return { state, health };
}

describe("a process", () => {
  it("is ready when the database answers", async () => {
    const report = await given().health.ready();
    expect(report).toEqual({
      healthy: true,
      status: 200,
      body: '{"status":"up","checks":{"database":"up"}}',
    });
  });

  it.each([
    ["fails", () => Promise.reject(new Error("password authentication failed for user"))],
    ["does not answer in time", () => new Promise<void>(() => {})],
    [
      "throws",
      () => {
        throw new Error("no pool");
      },
    ],
  ])("is not ready when the database %s, and does not say why", async (_, ping) => {
    const { health } = given(ping);
    expect(await health.ready()).toEqual({
      healthy: false,
      status: 503,
      body: '{"status":"down","checks":{"database":"down"}}',
    });
    expect(health.live().status).toBe(200);
  });

  it("asks the database once for many at the same time, and again after half a second", async () => {
    const { state, health } = given();
    await Promise.all(Array.from({ length: 20 }, () => health.ready()));
    state.now = 499;
    await health.ready();
    expect(state.pings).toBe(1);
    state.now = 500;
    state.ping = () => Promise.reject(new Error("gone"));
    expect((await health.ready()).healthy).toBe(false);
    state.now = 1_000;
    state.ping = async () => {};
    expect((await health.ready()).healthy).toBe(true);
    expect(state.pings).toBe(3);
  });

  it("is not ready once it stops, whatever was known before, and still lives", async () => {
    const { state, health } = given();
    await health.ready();
    state.stopping = true;
    expect(await health.ready()).toEqual({
      healthy: false,
      status: 503,
      body: '{"status":"down","checks":{"process":"stopping"}}',
    });
    expect(health.live()).toMatchObject({ healthy: true, status: 200 });
  });

  it("is not ready when it began to stop while the database was asked", async () => {
    const { state, health } = given();
    const asked = health.ready();
    state.stopping = true;
    expect((await asked).status).toBe(503);
  });
});
