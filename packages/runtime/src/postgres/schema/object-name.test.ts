import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNameRegister, objectName } from "./object-name.js";

describe("names of constraints and indexes", () => {
  it("are what they say while they fit", () => {
    expect(objectName("products_name", "key")).toBe("products_name_key");
  });

  it("are cut and told apart by a digest where PostgreSQL would cut them", () => {
    const one = objectName(`${"a".repeat(80)}_one`, "check");
    const two = objectName(`${"a".repeat(80)}_two`, "check");
    expect(one).toMatch(/^a+_[0-9a-f]{8}_check$/);
    expect(one).toHaveLength(63);
    expect(one).not.toBe(two);
  });

  it("never are longer than 63 bytes, and each is given once", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ base: fc.string({ unit: "grapheme", maxLength: 90 }), definition: fc.string() }),
        ),
        (wanted) => {
          const distinct = [
            ...new Map(wanted.map((one) => [`${one.base}\n${one.definition}`, one])).values(),
          ];
          const names = createNameRegister([]);
          const given = distinct.map((one) => names.take(one.base, "idx", one.definition));
          expect(given.every((name) => Buffer.byteLength(name) <= 63)).toBe(true);
          expect(new Set(given).size).toBe(given.length);
        },
      ),
    );
  });
});
