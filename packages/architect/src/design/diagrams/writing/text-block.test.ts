import fc from "fast-check";
import { expect, test } from "vitest";
import { setText, textWidth } from "./text-block.js";

const type = { size: 12 };

test("a text breaks between words, and no line is wider than was asked", () => {
  const { lines } = setText("reads and writes, SQL over TLS", type, 100);
  expect(lines.join(" ")).toBe("reads and writes, SQL over TLS");
  for (const line of lines) expect(textWidth(line, type)).toBeLessThanOrEqual(100);
});

test("a name of 200 characters is set in lines, all of it", () => {
  const name = "a".repeat(200);
  const { lines, height } = setText(name, type, 100);
  expect(lines.join("")).toBe(name);
  expect(lines.length).toBeGreaterThan(10);
  expect(height).toBe(lines.length * 17);
});

test("a long name breaks where a reader expects it", () => {
  expect(setText("customer-order-confirmation", type, 110).lines).toEqual([
    "customer-order-",
    "confirmation",
  ]);
  expect(setText("customerOrderConfirmation", type, 110).lines).toEqual(["customerOrder", "Confirmation"]);
});

test("letters stay with their marks, and people with their families", () => {
  const joined = "👨‍👩‍👧".repeat(10);
  for (const line of setText(joined, type, 60).lines) expect(line.replaceAll("👨‍👩‍👧", "")).toBe("");
  for (const line of setText("e\u0301".repeat(40), type, 60).lines) expect(line).toMatch(/^(e\u0301)+$/);
});

test("whatever the text is, nothing of it is lost but white space and what cannot be seen", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 40, max: 300 }), (text, width) => {
      const shown = setText(text, type, width).lines.join("").replace(/\s/gu, "");
      const seen = /[\s\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
      expect(shown).toBe(text.replace(seen, ""));
    }),
  );
});
