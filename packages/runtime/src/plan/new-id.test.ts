import { validate, version } from "uuid";
import { expect, it } from "vitest";
import { newId } from "./new-id.js";

const timeOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

it("is a UUIDv7 of its own time", () => {
  const before = Date.now();
  const id = newId();
  expect(validate(id) && version(id) === 7).toBe(true);
  expect(timeOf(id)).toBeGreaterThanOrEqual(before);
  expect(timeOf(id)).toBeLessThanOrEqual(Date.now());
});

it("comes after the one before, however many there are in a millisecond", () => {
  const made = Array.from({ length: 50_000 }, newId);
  expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});

it("has 62 random bits behind its counter", () => {
  const made = Array.from({ length: 2_000 }, newId);
  expect(new Set(made.map((id) => id.charAt(19)))).toEqual(new Set("89ab"));
  for (let at = 20; at < 36; at += 1) {
    if (at === 23) continue;
    expect(new Set(made.map((id) => id.charAt(at))).size).toBe(16);
  }
});
