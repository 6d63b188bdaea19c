import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createProgress } from "./progress.js";

it("tells up to where everything is done, in whatever order it ends", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000 }),
      fc.array(fc.nat(30), { maxLength: 60 }),
      fc.integer({ min: 0, max: 30 }),
      (after, ends, count) => {
        const progress = createProgress(after);
        const done = new Set<number>();
        for (let at = 1; at <= count; at += 1) progress.begin(after + at, `t${after + at}`);
        for (const end of ends) {
          progress.end(after + end);
          if (end >= 1 && end <= count) done.add(after + end);
          let low = after;
          while (done.has(low + 1)) low += 1;
          expect(progress.low).toBe(low);
          expect(progress.oldest).toBe(low === after + count ? undefined : `t${low + 1}`);
        }
        expect(progress.high).toBe(after + count);
      },
    ),
  );
});

it("holds no more than what is open", () => {
  const progress = createProgress(0);
  for (let at = 1; at <= 10_000; at += 1) {
    progress.begin(at, "");
    if (at > 10) progress.end(at - 10);
  }
  expect(progress.low).toBe(9_990);
  for (let at = 9_991; at <= 10_000; at += 1) progress.end(at);
  expect(progress.low).toBe(10_000);
  expect(progress.oldest).toBeUndefined();
});
