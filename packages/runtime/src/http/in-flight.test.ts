import { afterEach, expect, it } from "vitest";
import type { LintelError } from "../errors.js";
import type { Exchange } from "./exchange.js";
import { createInFlight, type InFlight } from "./in-flight.js";
import { until } from "./until.js";

let inFlight: InFlight | undefined;
afterEach(() => inFlight?.stop());

const usual = { requests: 1_000, deadline: 10_000, lateness: 1_000, interval: 5 };
const exchange = (startedAt = performance.now()) =>
  ({ startedAt, request: { socket: {} } }) as unknown as Exchange;

it("turns requests away above the number that it may hold, and takes them again below", () => {
  const held = createInFlight({ ...usual, requests: 2 }, () => {});
  inFlight = held;
  const [one, two] = [exchange(), exchange()];
  expect(held.refusal()).toBeUndefined();
  held.add(one);
  held.add(two);
  expect(held.refusal()).toMatchObject({ code: "OVERLOADED", status: 503 });
  held.remove(one);
  expect(held.refusal()).toBeUndefined();
});

it("turns requests away after the event loop was blocked, until it keeps up again", async () => {
  const held = createInFlight({ ...usual, lateness: 50, interval: 50 }, () => {});
  inFlight = held;
  await until(() => held.refusal() === undefined);
  const end = performance.now() + 150;
  while (performance.now() < end);
  await until(() => held.refusal()?.code === "OVERLOADED");
  await until(() => held.refusal() === undefined);
});

it("ends those past the deadline, and leaves the others", async () => {
  const ended: [Exchange, LintelError][] = [];
  const held = createInFlight({ ...usual, deadline: 50 }, (one, error) => {
    held.remove(one);
    ended.push([one, error]);
  });
  inFlight = held;
  const [old, young] = [exchange(performance.now() - 60), exchange(performance.now() + 60_000)];
  held.add(old);
  held.add(young);
  await until(() => ended.length > 0);
  expect(ended).toHaveLength(1);
  expect(ended[0]?.[0]).toBe(old);
  expect(ended[0]?.[1].code).toBe("DEADLINE_EXCEEDED");
  expect(held.size).toBe(1);
});

it("counts those of each tenant, up to half of all, and gives their places back", () => {
  const held = createInFlight({ ...usual, requests: 4 }, () => {});
  inFlight = held;
  const of = (tenant?: string) => ({
    ...exchange(),
    actor: { kind: "user" as const, id: "ada", roles: [], tenant },
  });
  const [one, two, three, other, none] = [of("a"), of("a"), of("a"), of("b"), of()];
  for (const each of [one, two, three, other, none]) held.add(each);
  for (const each of [one, two, one, other, none]) expect(held.countTenant(each)).toBeUndefined();
  expect(held.countTenant(three)).toMatchObject({ code: "OVERLOADED", status: 503 });
  for (const each of [three, one, one]) held.remove(each);
  held.add(three);
  expect(held.countTenant(three)).toBeUndefined();
  const late = of("a");
  held.add(late);
  expect(held.countTenant(late)).toMatchObject({ code: "OVERLOADED" });
  held.remove(two);
  expect(held.countTenant(late)).toBeUndefined();
});
