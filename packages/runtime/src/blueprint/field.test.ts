import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boolean, integer, list, money, reference, text } from "./fields.js";

const modifiers = ["optional", "unique", "immutable", "private", "personal"] as const;

describe("a field", () => {
  it("is never changed by a modifier, and keeps its place", () => {
    const plain = text({ max: 10 });
    const modified = plain.optional().unique().deprecated("Use name.");
    expect(plain.definition.modifiers).toMatchObject({ optional: false, unique: false });
    expect(modified.definition.modifiers).toMatchObject({
      optional: true,
      unique: true,
      deprecated: "Use name.",
    });
    expect(modified.definition.type).toEqual({ kind: "text", max: 10 });
    expect(modified.definition.origin).toBe(plain.definition.origin);
  });

  it("has exactly the modifiers that were said, in whatever order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...modifiers]), (said) => {
        const field = said.reduce<{ definition: ReturnType<typeof text>["definition"] }>(
          (one, name) => (one as ReturnType<typeof text>)[name](),
          text(),
        );
        for (const name of modifiers) expect(field.definition.modifiers[name]).toBe(said.includes(name));
      }),
    );
  });

  it("tells a default that is false or zero from none", () => {
    expect(boolean().default(false).definition.modifiers.default).toEqual({ value: false });
    expect(integer().default(0).definition.modifiers.default).toEqual({ value: 0 });
    expect(integer().definition.modifiers.default).toBeUndefined();
  });

  it("of money is numeric(10,2) and not below zero unless told", () => {
    expect(money().definition.type).toEqual({ kind: "money", precision: 10, scale: 2, min: "0" });
    expect(money({ min: "-5.00" }).definition.type).toMatchObject({ min: "-5.00" });
  });

  it("of references restricts deletion unless told", () => {
    expect(reference("category").definition.type).toMatchObject({ onDelete: "restrict" });
  });

  it("of a list holds a field, or a shape, also one with a field named definition", () => {
    expect(list(text()).definition.type).toMatchObject({ kind: "list", item: { type: { kind: "text" } } });
    expect(list({ definition: text() }).definition.type).toMatchObject({
      kind: "list",
      item: { type: { kind: "object" } },
    });
  });
});
