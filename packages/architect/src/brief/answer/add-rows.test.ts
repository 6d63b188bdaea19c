import { expect, it } from "vitest";
import type { Answer } from "../brief.js";
import { projectQuestions } from "../questions/index.js";
import { addRows } from "./add-rows.js";
import { asTyped } from "./as-typed.js";
import { readAnswer } from "./read-answer.js";

function question(id: string) {
  const found = projectQuestions.find((one) => one.id === id);
  if (!found) throw new Error(`There is no question ${id}.`);
  return found;
}

const features = question("scope.features");
const columns = features.answer.kind === "table" ? features.answer.columns : [];

const criterion = "WHEN a payment is confirmed THE SYSTEM SHALL mark the order as paid within 60 s";
const data = [
  {
    name: "Find a part",
    what: "People find parts",
    priority: "P0",
    criteria: [criterion, "IF a part is called a | b; c THEN THE SYSTEM SHALL find it by that name"],
  },
  { name: "Pay", what: "People pay", priority: "P0" },
];

/** An answer as it is kept. */
function kept(given: unknown, id = "scope.features"): Answer {
  const said = typeof given === "string" ? given : JSON.stringify(given);
  const reading = readAnswer(question(id), given);
  return reading.outcome === "clear" ? { said, value: reading.value } : { said, open: "vague" };
}

it.each([
  ["as data", kept(data)],
  ["as data that were vague", { said: JSON.stringify(data), open: "vague" } satisfies Answer],
  [
    "as a table of Markdown",
    kept(
      `| Feature | What it does | Priority |\n| --- | --- | --- |\n| Find a part | People find parts | P0 |\n| Pay | People pay | P0 |`,
    ),
  ],
  ["as rows", kept("Find a part | People find parts | P0\nPay | People pay | P0")],
])("keeps the other rows of an answer that was given %s", (_how, earlier) => {
  const text = addRows(columns, asTyped(features, earlier), `pay | | | ${criterion}`);
  const reading = readAnswer(features, text);
  expect(reading).toMatchObject({
    outcome: "clear",
    value: {
      rows: [
        { name: "Find a part", what: "People find parts", priority: "P0" },
        { name: "pay", what: "People pay", priority: "P0", criteria: [`${criterion}.`] },
      ],
    },
  });
});

it("says data that are clear as what they came to", () => {
  const earlier = kept(data);
  expect(readAnswer(features, asTyped(features, earlier))).toMatchObject({ value: earlier.value });
});

it("says parts that were given as data by their names", () => {
  const load = question("performance.load");
  const earlier = kept({ concurrent: 400, usual: "20 per second" }, "performance.load");
  expect(earlier.open).toBe("vague");
  expect(asTyped(load, earlier)).toBe("concurrent: 400; usual: 20 per second");
});

it.each(["Pay | People pay\nPay | They do", "Pay | a | P0 | b | c", "none"])(
  "leaves %j to be read by itself",
  (typed) => {
    expect(addRows(columns, "Find a part | People find parts | P0", typed)).toBeUndefined();
  },
);

it("does not take names for the same that differ in a sign", () => {
  expect(addRows(columns, "C | Reads C", "C++ | Reads C++")?.split("\n")).toHaveLength(3);
});
