import { expect, test } from "vitest";
import { restAfter } from "./pace.js";

test("Steps that take a moment begin three milliseconds apart", () => {
  expect(restAfter(0, { worked: 0, waiting: 12 })).toBe(3);
  expect(restAfter(0.5, { worked: 0.5, waiting: 12 })).toBe(2.5);
});

test("A step is followed by a rest as long as it worked, so that writers have the machine for half of the time", () => {
  expect(restAfter(2, { worked: 2, waiting: 12 })).toBe(2);
  expect(restAfter(9, { worked: 9, waiting: 12 })).toBe(9);
});

test("Time in which nothing had come is none of work", () => {
  expect(restAfter(20, { worked: 1, waiting: 0 })).toBe(1);
  expect(restAfter(250, { worked: 0, waiting: 0 })).toBe(0);
});

test("No rest is longer than 20 ms, however long a step worked", () => {
  expect(restAfter(20, { worked: 20, waiting: 12 })).toBe(20);
  expect(restAfter(4_000, { worked: 4_000, waiting: 12 })).toBe(20);
});

test("While a thousand events or more wait there is no rest", () => {
  expect(restAfter(9, { worked: 9, waiting: 999 })).toBe(9);
  expect(restAfter(9, { worked: 9, waiting: 1_000 })).toBe(0);
  expect(restAfter(0, { worked: 0, waiting: 50_000 })).toBe(0);
});
