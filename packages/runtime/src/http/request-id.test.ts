import { validate, version } from "uuid";
import { expect, it } from "vitest";
import { requestId } from "./request-id.js";

it("is a UUIDv7 of its own time, and another each time", () => {
  const before = Date.now();
  const made = Array.from({ length: 5_000 }, () => requestId(undefined));
  expect(new Set(made).size).toBe(5_000);
  for (const id of made) {
    expect(validate(id) && version(id) === 7).toBe(true);
    const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  }
  expect(new Set(made.map((id) => id.charAt(19)))).toEqual(new Set("89ab"));
});

it("is the caller's where that stands in JSON as it is", () => {
  for (const good of ["a", "order-4711", "x".repeat(128), "{}[]:/?#@!$&'()*+,;=~"])
    expect(requestId(good)).toBe(good);
  for (const bad of ["", 'a"b', "a\\b", "a b", "é", "x".repeat(129), ["a", "b"]])
    expect(requestId(bad)).not.toBe(bad);
});
