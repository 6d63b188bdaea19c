import { expect, test } from "vitest";
import { mermaidText, quoted } from "./mermaid-text.js";

test("marks of Mermaid's grammar, of HTML and of Markdown are written as numbers", () => {
  expect(mermaidText('a"b;c#d')).toBe("a#34;b#59;c#35;d");
  expect(mermaidText("<img onerror=x>`*%%{}")).toBe("#60;img onerror=x#62;#96;#42;#37;#37;#123;#125;");
  expect(mermaidText("a\nb")).toBe("a b");
});

test("letters of any script stay as they are", () => {
  expect(mermaidText("größe 注文 заказ")).toBe("größe 注文 заказ");
});

test("a word of the grammar is told apart from the grammar", () => {
  expect(mermaidText("end of the month")).toBe("#101;nd of the month");
  expect(mermaidText("the weekend")).toBe("the weekend");
});

test("nothing is written as a space", () => {
  expect(quoted("")).toBe('" "');
});
