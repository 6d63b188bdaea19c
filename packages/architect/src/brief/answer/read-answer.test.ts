import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerKind } from "../questions/question.js";
import { answers, questionOf } from "./fixture.js";
import { formatAnswer } from "./format-answer.js";
import { readAnswer } from "./read-answer.js";

const option = (id: string, title: string) => ({
  id,
  title,
  pros: ["good"],
  cons: ["bad"],
  fits: "At times.",
});
const load = questionOf({
  kind: "quantities",
  parts: [
    { id: "usual", title: "Requests usually", measure: "rate", most: 100_000 },
    { id: "peak", title: "Requests at peak", measure: "rate" },
  ],
});
const plan = questionOf({
  kind: "quantities",
  parts: [
    { id: "release", title: "First release", measure: "date" },
    { id: "people", title: "People", measure: "count", least: 1 },
    { id: "budget", title: "Budget", measure: "money", optional: true },
  ],
});
const latency = questionOf({
  kind: "quantities",
  parts: [
    { id: "read", title: "A read", measure: "latency" },
    { id: "write", title: "A write", measure: "latency" },
  ],
});
const style = questionOf({
  kind: "choice",
  options: [
    option("modular-monolith", "One program in modules"),
    option("services", "Several services"),
    option("serverless", "Functions"),
  ],
});
const interfaces = questionOf({
  kind: "choice",
  many: true,
  other: "files by SFTP",
  options: [
    option("rest", "REST"),
    option("graphql", "GraphQL"),
    option("webhooks", "Webhooks, and events"),
    { ...option("none", "None"), alone: true },
  ],
});
const problem = questionOf({
  kind: "text",
  aspects: [
    { ask: "Who has it?", isIn: (text) => /who|people|team/i.test(text) },
    { ask: "What hurts?", isIn: (text) => /because|hurts|slow/i.test(text) },
    { ask: "What is the goal?", isIn: (text) => /goal/i.test(text) },
    { ask: "Since when?", isIn: (text) => /since/i.test(text) },
  ],
});
const features = questionOf({
  kind: "table",
  row: "feature",
  columns: [
    { id: "name", title: "Feature", cell: { kind: "name" } },
    { id: "what", title: "What it does", cell: { kind: "text" } },
    { id: "priority", title: "Priority", cell: { kind: "choice", options: ["P0", "P1", "P2", "P3"] } },
    { id: "criteria", title: "Acceptance criteria", optional: true, cell: { kind: "criteria" } },
    { id: "volume", title: "Volume", optional: true, cell: { kind: "quantity", measure: ["count", "rate"] } },
    {
      id: "tags",
      title: "Tags",
      optional: true,
      cell: { kind: "choice", options: ["a", "b", "c"], many: true },
    },
    { id: "notes", title: "Notes", optional: true, cell: { kind: "lines" } },
  ],
});
const systems = questionOf({
  kind: "table",
  row: "system",
  least: 0,
  columns: [{ id: "name", title: "System", cell: { kind: "name" } }],
});
const all = [load, plan, latency, style, interfaces, problem, features, systems];

function understood(question: typeof load, given: unknown) {
  const read = readAnswer(question, given);
  return read.outcome === "clear" ? read.value : read;
}

describe("several quantities in one answer", () => {
  const rates = (usual: number, peak: number) => ({
    kind: "quantities",
    parts: { usual: { measure: "rate", value: usual }, peak: { measure: "rate", value: peak } },
  });

  it.each([
    "now 50 rps, peak 2k rps",
    "50 rps / 2k rps",
    "50 rps, 2,000 requests per second",
    "usual: 50 rps; peak: 2k rps",
    "peak 2k rps, usually 50 rps",
    "2k rps at peak, 50 rps",
    "50 rps (usual)\n2k rps (peak)",
    "usual 50 rps and peak 2k rps",
    "50 rps on average and 2k rps at peak",
    "usually about 50 rps peak up to 2000 rps",
    "Requests usually: 3000 per minute; Requests at peak: 120k a minute",
    { usual: "50 rps", peak: "2k rps" },
    { peak: { measure: "rate", value: 2_000 }, usual: "3000/min" },
    ["50 rps", "peak 2k rps"],
  ])("%j", (given) => {
    expect(understood(load, given)).toEqual(rates(50, 2_000));
  });

  it("are said back with their units", () => {
    expect(readAnswer(load, "50 rps / 2k rps")).toMatchObject({
      restated: "Requests usually: 50 a second. Requests at peak: 2,000 a second.",
    });
    expect(readAnswer(plan, "March 31, 2027, 3 people, €2k a month")).toMatchObject({
      restated: "First release: 31 March 2027. People: 3. Budget: 2,000 EUR a month.",
    });
  });

  it("keep the condition of each", () => {
    expect(understood(latency, "read p95 50ms at 2k rps, write p95 200 ms during the sale")).toMatchObject({
      parts: { read: { condition: "at 2,000 per second" }, write: { condition: "during the sale" } },
    });
  });

  it.each<[typeof load, unknown, readonly string[]]>([
    [load, "fast", ["Requests usually: Which number", 'for "Requests at peak"']],
    [load, "50 / 2000", ["Requests usually: In which time", "Requests at peak: In which time"]],
    [load, "50 rps", ['for "Requests at peak"']],
    [load, { usual: "50 rps" }, ['for "Requests at peak"']],
    [load, "usual 50 rps, peak ?", ['for "Requests at peak"']],
    [latency, "p95 50 ms for reads and 200 ms for writes", ["A write: At which percentile"]],
    [load, "20 rps on average or 30 rps at night, peak 50 rps", ["Requests usually: Which one number"]],
    [latency, "read 50 ms, write p95 200 ms", ["A read: At which percentile"]],
    [plan, "soon", ["First release: Which day", 'for "People"']],
  ])("of %# %j asks for what is missing", (question, given, asks) => {
    const read = readAnswer(question, given);
    expect(read).toEqual({ outcome: "vague", missing: asks.map((ask) => expect.stringContaining(ask)) });
  });

  it.each<[typeof load, unknown, string, string]>([
    [load, "usual 50 rps, usual 60 rps, peak 2k rps", "usual", "said twice"],
    [load, "50 rps, 60 rps, 70 rps", "", "one more than is asked for"],
    [load, "lunch: 50 rps; peak: 60 rps", "lunch", 'no part "lunch"'],
    [load, { usual: "50 rps", peak: "1 rps", other: 3 }, "other", 'no part "other"'],
    [load, JSON.parse('{"usual":"50 rps","peak":"1 rps","__proto__":{"x":1}}'), "__proto__", "no part"],
    [load, { usual: { measure: "size", value: 3 }, peak: "1 rps" }, "usual", "not what is asked for"],
    [load, { usual: [], peak: "1 rps" }, "usual", "no quantity"],
    [load, { usual: { measure: "rate", value: Number.NaN }, peak: "1 rps" }, "usual", "finite"],
    [load, { usual: "1M rps", peak: "2M rps" }, "usual", "too much: 100,000 per second at most"],
    [plan, "2027-06-30, 0 people", "people", "too little: 1 at least"],
    [load, true, "", "no answer"],
    [load, 7n, "", "no answer"],
  ])("of %# is refused with its place", (question, given, at, says) => {
    expect(readAnswer(question, given)).toMatchObject({
      outcome: "invalid",
      problems: [{ at, message: expect.stringContaining(says) }],
    });
  });
});

describe("a choice", () => {
  it.each<[typeof style, unknown, readonly string[], string?]>([
    [style, "modular-monolith", ["modular-monolith"]],
    [style, "Several services", ["services"]],
    [style, "2", ["services"]],
    [style, 2, ["services"]],
    [style, "option 2.", ["services"]],
    [style, "mod", ["modular-monolith"]],
    [style, "a monolith", ["modular-monolith"]],
    [interfaces, "GraphQL and a rest API", ["rest", "graphql"]],
    [interfaces, "webhook", ["webhooks"]],
    [style, "the modular monolith because we are three people", ["modular-monolith"]],
    [interfaces, "webhooks, rest", ["rest", "webhooks"]],
    [interfaces, "REST and GraphQL", ["rest", "graphql"]],
    [interfaces, "rest/webhooks", ["rest", "webhooks"]],
    [interfaces, "Webhooks, and events", ["webhooks"]],
    [interfaces, "1, 3", ["rest", "webhooks"]],
    [interfaces, ["graphql", 1], ["rest", "graphql"]],
    [interfaces, "- graphql\n- rest", ["rest", "graphql"]],
    [interfaces, "all of them", ["rest", "graphql", "webhooks"]],
    [interfaces, "none of them", ["none"]],
    [interfaces, "rest, other: files, by SFTP", ["rest"], "files, by SFTP"],
    [interfaces, { chosen: ["rest"], other: "files, by SFTP" }, ["rest"], "files, by SFTP"],
    [interfaces, "other: SOAP", [], "SOAP"],
  ])("%# is understood from %j", (question, given, chosen, other) => {
    expect(understood(question, given)).toEqual({ kind: "choice", chosen, ...(other && { other }) });
  });

  it("asks which where several are meant", () => {
    const vague = (says: string) => ({ outcome: "vague", missing: [expect.stringContaining(says)] });
    expect(readAnswer(style, "serv")).toEqual(vague("services or serverless"));
    expect(readAnswer(style, "services, serverless")).toEqual(
      vague("Which one of them: services or serverless"),
    );
    expect(readAnswer(interfaces, "other:")).toEqual(vague("Which other"));
    expect(readAnswer(interfaces, [])).toEqual(vague("Which of them"));
  });

  it.each<[typeof style, unknown, string]>([
    [style, "microkernel", '"microkernel" is none of them: modular-monolith, services, serverless'],
    [style, "other: a ball of mud", "Nothing else can be chosen"],
    [style, "4", "none of them"],
    [interfaces, "none, rest", "goes with nothing else"],
    [interfaces, ["rest", "soap"], 'or "other: ..."'],
    [interfaces, { rest: true }, "no choice"],
    [interfaces, [["rest"]], "no choice"],
  ])("%# is refused where it is none: %j", (question, given, says) => {
    expect(readAnswer(question, given)).toMatchObject({
      outcome: "invalid",
      problems: [{ message: expect.stringContaining(says) }],
    });
  });
});

describe("a text", () => {
  it("is clear where it speaks of all that is asked for", () => {
    const said = "The team is slow since May.  \r\n\r\n\r\n\r\nThe goal is speed.";
    expect(understood(problem, said)).toEqual({
      kind: "text",
      text: "The team is slow since May.\n\nThe goal is speed.",
    });
  });
  it("is vague otherwise, and three things are asked for at most", () => {
    expect(readAnswer(problem, "hm")).toEqual({
      outcome: "vague",
      missing: ["Who has it?", "What hurts?", "What is the goal?"],
    });
    expect(readAnswer(questionOf({ kind: "text", aspects: [] }), "Postgres")).toMatchObject({
      outcome: "vague",
    });
    expect(understood(questionOf({ kind: "text", aspects: [] }), "none")).toEqual({
      kind: "text",
      text: "none",
    });
  });
  it("is no list", () => {
    expect(readAnswer(problem, ["a"])).toMatchObject({ outcome: "invalid" });
  });
});

describe("a table", () => {
  const order = {
    name: "Place an order",
    what: "A shopper orders the cart",
    priority: "P0",
    criteria: [
      "WHEN an order is placed THE SYSTEM SHALL reserve its stock.",
      "THE SYSTEM SHALL keep orders for 10 years.",
    ],
    volume: { measure: "rate", value: 5 },
    tags: ["a", "c"],
    notes: ["first", "second"],
  };
  const typed =
    "Place an order | A shopper orders the cart | p0 | when an order is placed, the system shall reserve its stock; the API must keep orders for 10 years | 5 per second | c, a | first; second";

  it.each<[string, unknown]>([
    ["a line", typed],
    [
      "a line of Markdown",
      `| Feature | What it does | Priority | Acceptance criteria | Volume | Tags | Notes |\n|---|---|---|---|---|---|---|\n| ${typed} |`,
    ],
    ["a bulleted line", `- ${typed}`],
    ["a list of lines", [typed]],
    ["a list of mappings", [order]],
    [
      "one mapping",
      {
        ...order,
        criteria:
          "When an order is placed the system shall reserve its stock\nThe system must keep orders for 10 years",
      },
    ],
    ["what a brief keeps", { kind: "table", rows: [order] }],
  ])("is read from %s", (_, given) => {
    expect(understood(features, given)).toEqual({ kind: "table", rows: [order] });
  });

  it("takes the order of the columns from a line of titles", () => {
    expect(understood(features, "priority | name | what\nP1 | Reviews | Shoppers rate")).toEqual({
      kind: "table",
      rows: [{ name: "Reviews", what: "Shoppers rate", priority: "P1" }],
    });
  });

  it("keeps strokes and semicolons in a text behind backslashes", () => {
    expect(understood(features, "A\\|B | x; y \\\\ z | P1")).toMatchObject({
      rows: [{ name: "A|B", what: "x; y \\ z" }],
    });
  });

  it("may be empty where it need not have a row", () => {
    expect(understood(systems, "none")).toEqual({ kind: "table", rows: [] });
    expect(understood(systems, [])).toEqual({ kind: "table", rows: [] });
    expect(readAnswer(features, "none")).toMatchObject({ outcome: "vague" });
  });

  it("is said back in short", () => {
    expect(readAnswer(features, [order, { name: "Reviews", what: "Rating", priority: "P2" }])).toMatchObject({
      restated: "2 features: Place an order (P0, 2 criteria, 5 a second, a, c, first, second); Reviews (P2).",
    });
  });

  it("asks for what is missing, three things at most", () => {
    expect(readAnswer(features, "Reviews\nOrders | ? | P0 | it is fast")).toEqual({
      outcome: "vague",
      missing: [
        'In feature "Reviews": what goes under "What it does"?',
        'In feature "Reviews": what goes under "Priority"?',
        'In feature "Orders": what goes under "What it does"?',
      ],
    });
  });

  it.each<[unknown, string, string]>([
    [[{ ...order, colour: "red" }], "rows[0].colour", 'no column "colour"'],
    [[order, { ...order, name: "place AN order" }], "rows[1].name", "the name of row 1 already"],
    [[{ ...order, name: "__proto__" }], "rows[0].name", "cannot be a name"],
    [[{ ...order, name: "constructor" }], "rows[0].name", "cannot be a name"],
    [[{ ...order, name: "!!!" }], "rows[0].name", "no letter"],
    [[{ ...order, name: "x".repeat(81) }], "rows[0].name", "too long"],
    [
      JSON.parse('[{"name":"a","what":"b","priority":"P1","__proto__":{"polluted":1}}]'),
      "rows[0].__proto__",
      "no column",
    ],
    [[{ ...order, priority: "P9" }], "rows[0].priority", "none of P0, P1, P2, P3"],
    [[{ ...order, what: 5 }], "rows[0].what", "no text"],
    [[{ ...order, what: "a\u0007b" }], "rows[0].what", "cannot be seen"],
    [[{ ...order, what: "a\ud800" }], "rows[0].what", "cannot be seen"],
    [[{ ...order, what: "x".repeat(3_000) }], "rows[0].what", "too long"],
    [[{ ...order, volume: "2.000 rps" }], "rows[0].volume", "can be 2 or 2000"],
    [[{ ...order, criteria: [1] }], "rows[0].criteria", "no line"],
    [["a | b | P1", 5], "rows[0]", "no feature"],
    ["a | b | P1 | - | - | - | - | - | -", "rows[0]", "2 cells more than columns"],
    [Array.from({ length: 201 }, () => order), "", "too many"],
    [5, "", "no table"],
  ])("%# is refused with its place", (given, at, says) => {
    const read = readAnswer(features, given);
    expect(read.outcome).toBe("invalid");
    if (read.outcome === "invalid")
      expect(read.problems).toContainEqual({ at, message: expect.stringContaining(says) });
  });
});

describe("any answer", () => {
  it.each([
    "I don't know",
    "i don’t know.",
    "not sure",
    "?",
    "???",
    "keine Ahnung",
    "weiß nicht",
    "no idea!",
    "TBD",
    "You decide",
  ])("is not known where it says %j", (said) => {
    for (const question of all) expect(readAnswer(question, said)).toEqual({ outcome: "unknown" });
  });

  it.each([
    ["a megabyte", "x ".repeat(524_288)],
    ["a bell", "a\u0007b"],
    ["half a letter", "a\udc00"],
    ["reordered letters", "a\u202eb"],
    ["nothing", " "],
    ["null", null],
  ])("is refused where it is %s", (_, given) => {
    for (const question of all)
      expect(readAnswer(question, given)).toMatchObject({ outcome: "invalid", problems: [{ at: "" }] });
  });

  it("takes no time that grows out of hand with its length", () => {
    const pieces = [
      " ",
      "\n",
      "a ",
      "-",
      "--",
      "|",
      "| ",
      ";",
      ", ",
      ",\n",
      "\\",
      "1,",
      "the system ",
      "when a, ",
      "shall ",
      "must be able to ",
      " and ",
      "other:",
      "p9 ",
      "usual ",
      "( ",
    ];
    for (const piece of pieces)
      for (const question of all)
        for (const end of ["", "x", " shall"]) {
          const read = readAnswer(question, piece.repeat(Math.floor(19_000 / piece.length)) + end);
          expect(read.outcome).toMatch(/^(?:clear|vague|invalid)$/);
        }
  });

  it("is refused where the data are large, or no data", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (const question of all) {
      expect(readAnswer(question, circle)).toMatchObject({ outcome: "invalid" });
      expect(readAnswer(question, [{ name: "x".repeat(1_000_000) }])).toMatchObject({ outcome: "invalid" });
    }
  });

  it("never fails, whatever it is", () => {
    const texts = fc.string({ unit: "binary", maxLength: 200 });
    const keys = fc.constantFrom(
      "name",
      "what",
      "priority",
      "criteria",
      "volume",
      "usual",
      "peak",
      "kind",
      "chosen",
      "other",
      "rows",
      "parts",
      "text",
      "measure",
      "value",
      "__proto__",
      "constructor",
      "toString",
    );
    const leaves = fc.oneof(
      texts,
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom("table", "choice", "quantities", "rate", "5 rps", "P0", "rest"),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        leaves,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc
          .array(fc.tuple(keys, tie("tree")), { maxLength: 5 })
          .map((entries) =>
            JSON.parse(
              `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`,
            ),
          ),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.oneof(tree, fc.anything(), texts), (question, given) => {
        const read = readAnswer(question, given);
        if (read.outcome === "vague") {
          expect(read.missing.length).toBeGreaterThan(0);
          expect(read.missing.length).toBeLessThan(4);
        }
        if (read.outcome === "clear")
          expect(readAnswer(question, formatAnswer(question, read.value))).toEqual(read);
      }),
      { numRuns: 1_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
  });

  it.each(all.map((question) => [question.answer.kind, question] as const))(
    "comes to one value, typed or as data: %s",
    (_, question) => {
      const isPlain =
        question.answer.kind === "text"
          ? questionOf({ kind: "text", aspects: [] } satisfies AnswerKind)
          : question;
      fc.assert(
        fc.property(answers(isPlain), (value) => {
          expect(understood(isPlain, formatAnswer(isPlain, value))).toEqual(value);
          expect(understood(isPlain, value)).toEqual(value);
        }),
        { numRuns: 60 },
      );
    },
  );
});
