import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LintelError } from "../errors.js";
import { planSettings } from "./context.js";
import { type Direction, encodeCursor } from "./cursor.js";
import { planList } from "./list.js";
import { ada, asking, entityNamed, settings } from "./scenario.js";

const product = entityNamed("product");
const query = "sort=-price&filter[active]=true";
const plan = planList(asking(), product, query);
const cursorFor = (place: readonly (string | null)[], direction: Direction = "after", of = plan) =>
  encodeCursor(settings.cursorKey, of, direction, place);

function codeOf(cursor: string, other = query, direction: Direction = "after"): string {
  try {
    const at = `page[${direction}]=${encodeURIComponent(cursor)}`;
    return planList(asking(), product, other ? `${other}&${at}` : at).kind;
  } catch (error) {
    return error instanceof LintelError ? error.code : String(error);
  }
}

describe("a cursor", () => {
  it("comes back as the place that it was made for", () => {
    fc.assert(
      fc.property(
        fc.option(fc.string({ unit: "grapheme" })),
        fc.uuid(),
        fc.constantFrom<Direction>("after", "before"),
        (price, id, direction) => {
          const cursor = cursorFor([price, id], direction);
          expect(cursor).toMatch(/^[\w-]+$/);
          const next = planList(asking(), product, `${query}&page[${direction}]=${cursor}`);
          expect(next.position).toEqual({ direction, key: [price, id] });
        },
      ),
    );
  });

  it("is refused when any byte of it is changed, added or missing", () => {
    const cursor = cursorFor(["19.90", ada]);
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+ "];
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...letters), (at, letter) => {
        fc.pre(cursor[at] !== letter);
        expect(codeOf(cursor.slice(0, at) + letter + cursor.slice(at + 1))).toBe("CURSOR_INVALID");
        expect(codeOf(cursor.slice(0, at) || "A")).toBe("CURSOR_INVALID");
        expect(codeOf(cursor + letter)).toBe("CURSOR_INVALID");
      }),
      { numRuns: 1_000 },
    );
  });

  it("opens no other list: another sort, filter, search, direction or entity", () => {
    const cursor = cursorFor(["19.90", ada]);
    expect(codeOf(cursor)).toBe("list");
    expect(codeOf(cursor, "filter[active]=true&sort=-price")).toBe("list");
    expect(codeOf(cursor, `${query}&page[size]=3&fields=name`)).toBe("list");
    expect(codeOf(cursor, "")).toBe("CURSOR_INVALID");
    expect(codeOf(cursor, "sort=price&filter[active]=true")).toBe("CURSOR_INVALID");
    expect(codeOf(cursor, "sort=-price&filter[active]=false")).toBe("CURSOR_INVALID");
    expect(codeOf(cursor, `${query}&q=x`)).toBe("CURSOR_INVALID");
    expect(codeOf(cursor, query, "before")).toBe("CURSOR_INVALID");
    const same = planList(asking(), product);
    expect(() =>
      planList(asking(), entityNamed("category"), `page[after]=${cursorFor([ada], "after", same)}`),
    ).toThrow("cursor");
  });

  it("of another key, of a wrong length or of wrong values is refused", () => {
    const { cursorKey } = planSettings(settings.system, { secret: "another secret of 32 characters!" });
    expect(codeOf(encodeCursor(cursorKey, plan, "after", ["19.90", ada]))).toBe("CURSOR_INVALID");
    expect(codeOf(cursorFor([ada]))).toBe("CURSOR_INVALID");
    expect(codeOf(cursorFor(["1", "2"]))).toBe("CURSOR_INVALID");
    expect(codeOf(cursorFor([1 as unknown as string, ada]))).toBe("CURSOR_INVALID");
    expect(codeOf("A".repeat(100_000))).toBe("CURSOR_INVALID");
    expect(codeOf("%")).toBe("CURSOR_INVALID");
  });
});
