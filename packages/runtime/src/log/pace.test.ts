import { expect, test } from "vitest";
import { restAfter } from "./pace.js";

const few = { transactions: 7, waiting: 12 };

test("Steps that take a moment begin three milliseconds apart", () => {
  expect(restAfter(0, few)).toBe(3);
  expect(restAfter(0.5, few)).toBe(2.5);
});

test("A step is followed by a rest as long as it took, so that writers have the machine for half of the time", () => {
  expect(restAfter(2, few)).toBe(2);
  expect(restAfter(9, few)).toBe(9);
});

test("No rest is longer than 20 ms, however long a step took", () => {
  expect(restAfter(20, few)).toBe(20);
  expect(restAfter(4_000, few)).toBe(20);
});

test("While a thousand events or more wait there is no rest", () => {
  expect(restAfter(9, { ...few, waiting: 999 })).toBe(9);
  expect(restAfter(9, { ...few, waiting: 1_000 })).toBe(0);
  expect(restAfter(0, { ...few, waiting: 50_000 })).toBe(0);
});

test("A step that found nothing is only kept three milliseconds from the next", () => {
  const nothing = { transactions: 0, waiting: 0 };
  expect(restAfter(1, nothing)).toBe(2);
  expect(restAfter(250, nothing)).toBe(0);
});
