import { expect, test } from "vitest";
import { clearOf, type Stall } from "./stalls.js";

test("A time is clear where no stall begins, ends or lasts in it", () => {
  const isClear = clearOf([
    [20, 28],
    [10, 13],
  ]);
  expect(isClear(0, 10)).toBe(true);
  expect(isClear(13, 20)).toBe(true);
  expect(isClear(28, 90)).toBe(true);
  for (const [from, to] of [
    [9, 11],
    [12, 14],
    [11, 12],
    [5, 50],
    [19, 21],
    [27, 29],
    [22, 24],
  ] as const)
    expect(isClear(from, to), `${from} to ${to}`).toBe(false);
});

test("Stalls of two CPUs that overlap are found as one by one would find them", () => {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const stalls = Array.from({ length: 200 }, (): Stall => {
    const from = next(10_000);
    return [from, from + 1 + next(30)];
  });
  const isClear = clearOf(stalls);
  for (let n = 0; n < 2_000; n += 1) {
    const from = next(10_000);
    const to = from + 1 + next(20);
    const expected = stalls.every(([begins, ends]) => ends <= from || begins >= to);
    expect(isClear(from, to), `${from} to ${to}`).toBe(expected);
  }
});
