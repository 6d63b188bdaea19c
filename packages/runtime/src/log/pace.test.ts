import { expect, test } from "vitest";
import { createPace } from "./pace.js";

/** Rests after steps that all took so long and were done when they were asked for. */
function restsOf(steps: readonly number[], waiting = 12): readonly number[] {
  const pace = createPace();
  return steps.map((worked) => pace.restAfter({ worked, waiting, since: worked }));
}

const repeated = (count: number, worked: number) => Array.from({ length: count }, () => worked);
const lastOf = (rests: readonly number[]) => rests.at(-1);

test("Steps that take a moment begin five milliseconds apart", () => {
  expect(restsOf([0, 0.5, 2, 1.5])).toEqual([5, 4.5, 3, 3.5]);
  expect(lastOf(restsOf(repeated(1_000, 2)))).toBe(3);
});

test("Where steps usually take longer, as much time is rested as is worked, so that writers have the machine for half of it", () => {
  expect(lastOf(restsOf(repeated(1_000, 9)))).toBeCloseTo(9, 3);
  expect(lastOf(restsOf(repeated(1_000, 15)))).toBeCloseTo(15, 3);
});

test("A step that was held up is followed by no rest: what came meanwhile has waited already", () => {
  const usual = repeated(1_000, 2);
  expect(lastOf(restsOf([...usual, 14]))).toBe(0);
  expect(lastOf(restsOf([...usual, 14, 2]))).toBe(3);
});

test("A step that was held up hardly changes what is usual, and a machine that has become slower does within a hundred steps", () => {
  const usual = repeated(1_000, 4);
  expect(lastOf(restsOf([...usual, 4]))).toBeCloseTo(4, 3);
  expect(lastOf(restsOf([...usual, 4_000, 4]))).toBeLessThan(4.6);
  expect(lastOf(restsOf([...usual, ...repeated(100, 12)]))).toBeGreaterThan(11);
});

test("No rest is longer than 20 ms, however long steps take", () => {
  expect(lastOf(restsOf(repeated(1_000, 4_000)))).toBe(20);
});

test("While a thousand events or more wait there is no rest", () => {
  const pace = createPace();
  expect(pace.restAfter({ worked: 1, waiting: 999, since: 1 })).toBe(4);
  expect(pace.restAfter({ worked: 1, waiting: 1_000, since: 1 })).toBe(0);
  expect(pace.restAfter({ worked: 0, waiting: 50_000, since: 0 })).toBe(0);
});

test("Steps that found nothing are as far apart, and say nothing of what is usual", () => {
  const pace = createPace();
  for (let step = 0; step < 1_000; step += 1) pace.restAfter({ worked: 9, waiting: 0, since: 9 });
  for (let step = 0; step < 1_000; step += 1)
    expect(pace.restAfter({ worked: 0, waiting: 0, since: 250 })).toBe(0);
  expect(pace.restAfter({ worked: 0, waiting: 0, since: 1 })).toBeCloseTo(17, 3);
});
