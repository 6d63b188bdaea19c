import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Brief } from "../brief.js";
import { projectQuestions } from "../questions/index.js";
import { anyValue } from "../questions/scenario.js";
import { editSentence } from "./edit-sentence.js";
import { readDocument } from "./read-document.js";
import { renderBrief } from "./render-brief.js";
import { gathered, readAs, withBlock } from "./scenario.js";

const brief = gathered();
const document = renderBrief(brief);

/** What was edited, as keys and answers; fails where the document cannot be read. */
function editsOf(edited: string, base: Brief = brief) {
  const reading = readDocument(edited, base, undefined);
  if ("complaints" in reading) return expect.unreachable(JSON.stringify(reading.complaints));
  return reading.edits.map(({ key, answer, question }) => ({ key, answer, question }));
}

function complaintOf(edited: string) {
  const reading = readDocument(edited, brief, undefined);
  return "complaints" in reading
    ? reading.complaints[0]
    : expect.unreachable(`It was read: ${JSON.stringify(reading.edits)}`);
}

function sentences(edited: string): readonly string[] {
  return editsOf(edited).map(({ key, question, answer }) =>
    editSentence(
      key,
      question,
      key.includes("/") ? brief.amendments.refunds?.answers[key.split("/")[1] ?? ""] : brief.answers[key],
      answer,
    ),
  );
}

function lineOf(text: string, start: string): number {
  return text.split("\n").findIndex((line) => line.startsWith(start)) + 1;
}

describe("a document without edits", () => {
  it("is read as the brief that it is of, however its lines and tables were laid out", () => {
    expect(editsOf(document)).toEqual([]);
    const laidOut = document
      .replaceAll(/^\| (.*) \|$/gm, "|   $1   |")
      .replaceAll("| --- |", "| :-------- |")
      .replaceAll(/(?<=[^\n`])$(?!\n`)/gm, "  ");
    expect(editsOf(laidOut)).toEqual([]);
  });

  it("is read as any brief that it is of", () => {
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(projectQuestions.map((q) => [q.id, anyValue(q)]))),
        (values) => {
          const answers = Object.fromEntries(
            projectQuestions.flatMap((question) => {
              const value = values[question.id];
              return value ? [[question.id, readAs(question, value)]] : [];
            }),
          );
          const any = { ...brief, answers };
          expect(editsOf(renderBrief(any), any)).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe("an edit of one answer", () => {
  it("is seen as exactly that, whichever it is", () => {
    const edit = fc
      .constantFrom(...projectQuestions.filter(({ id }) => brief.answers[id]?.value !== undefined))
      .chain((question) => anyValue(question).map((value) => ({ question, value })));
    fc.assert(
      fc.property(edit, ({ question, value }) => {
        const answer = readAs(question, value);
        fc.pre(answer.value !== undefined);
        const edits = editsOf(withBlock(document, question.id, answer.said));
        if (JSON.stringify(answer.value) === JSON.stringify(brief.answers[question.id]?.value)) {
          expect(edits).toEqual([]);
        } else {
          expect(edits).toEqual([{ key: question.id, question, answer }]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is told by the parts that are others", () => {
    expect(
      sentences(
        withBlock(document, "performance.latency", "read: p99 within 120 ms; write: p99 within 300 ms"),
      ),
    ).toEqual([
      "performance.latency: read 99 of 100 answers within 120 ms (was 99 of 100 answers within 150 ms)",
    ]);
  });

  it("is taken from a table of a section, with a new row and one that is gone", () => {
    const edited = document
      .replace("| product | what is sold | 10,000 | 30,000 |", "| product | what is sold | 12,000 | 30,000 |")
      .replace(/^\| order \| .*\n/m, "| review | what customers say \\| think | 5 | 50,000 | public |  |\n");

    expect(sentences(edited)).toEqual([
      'data.entities: now of "product" 12,000 (was 10,000); "review" is new; "order" is gone',
    ]);
    expect(editsOf(edited)[0]?.answer.value).toMatchObject({
      rows: [{ name: "product" }, { name: "review", holds: "what customers say | think" }],
    });
  });

  it("is taken from the list of features: a criterion, a priority, a feature that is new", () => {
    const edited = document
      .replace("1. WHEN a customer places", "1. WHEN a guest places")
      .replace(
        "### P3: out of scope",
        "#### Gift wrap\n\nWraps what is bought.\n\n- WHEN a gift is bought THE SYSTEM SHALL wrap it\n\n### P3: out of scope",
      );

    expect(sentences(edited)).toEqual([
      expect.stringMatching(
        /^scope\.features: criteria of "Place order" WHEN a guest .*; "Gift wrap" is new$/,
      ),
    ]);
    expect(editsOf(edited)[0]?.answer.value).toMatchObject({
      rows: [{}, {}, { name: "Gift cards" }, { name: "Gift wrap", priority: "P1" }],
    });
  });

  it("that is vague opens the question again, and says so", () => {
    expect(editsOf(withBlock(document, "performance.load", "a lot of requests"))).toMatchObject([
      { key: "performance.load", answer: { open: "vague", said: "a lot of requests" } },
    ]);
    expect(sentences(withBlock(document, "performance.load", "a lot of requests"))[0]).toMatch(
      /^performance\.load: open again, as the answer is vague: .* \(was concurrent: 500/,
    );
    expect(editsOf(withBlock(document, "performance.load", "I don't know"))).toMatchObject([
      { answer: { open: "unknown" } },
    ]);
    expect(editsOf(withBlock(document, "performance.load", ""))).toMatchObject([
      { answer: { open: "skipped" } },
    ]);
  });

  it("of a question that was open answers it, also in an amendment", () => {
    expect(sentences(withBlock(document, "refunds/feature.release", "2026-12-24"))).toEqual([
      "refunds/feature.release: answered with 2026-12-24",
    ]);
  });

  it("may hold fences and marks of its own", () => {
    const text =
      "Clerks re-type orders by hand, which hurts; the goal is to end ```that```.\n<<<<<<< no mark\n## no heading";
    const answer = editsOf(withBlock(document, "scope.problem", text.replace("<<<<<<<", "\\<<<<<<<")))[0]
      ?.answer;
    expect(answer?.value ?? answer?.said).toEqual(answer?.value ? { kind: "text", text } : text);
    const question = projectQuestions.find(({ id }) => id === "scope.problem");
    const value = { kind: "text", text } as const;
    const other = { ...brief, answers: { ...brief.answers, "scope.problem": { said: text, value } } };
    expect(question && editsOf(renderBrief(other), other)).toEqual([]);
  });
});

describe("an edit that cannot be read back", () => {
  it.each([
    [
      "a figure that follows from an answer",
      "| Peak load | 400 a second",
      "| Peak load | 500 a second",
      "performance.load",
    ],
    [
      "the verdict on authentication",
      "**Authentication is required.**",
      "**Authentication is optional.**",
      "security.authentication",
    ],
    [
      "a statement of a requirement",
      "99 % of reads within 150 ms",
      "99 % of reads within 100 ms",
      "performance.latency",
    ],
    ["a business rule", "never sell more than is in stock", "sell more than is in stock", "data.rules"],
  ])("is refused by line, with where to change it instead: %s", (_case, before, after, question) => {
    const at =
      document.split("\n").findIndex((line) => line.includes(before) && !line.includes(" | THE")) + 1;
    const complaint = complaintOf(document.replace(before, after));

    expect(complaint).toMatchObject({ code: "BRIEF_EDIT_UNREADABLE", line: at });
    expect(complaint.next).toContain(
      `change the answer to ${question} in its block on line ${lineOf(document, `\`\`\`answer ${question}`)}`,
    );
  });

  it("is refused where a paragraph was added that would be lost", () => {
    expect(
      complaintOf(document.replace("## Out of scope", "Mind the gap.\n\n## Out of scope")),
    ).toMatchObject({
      code: "BRIEF_EDIT_UNREADABLE",
      line: lineOf(document, "## Out of scope"),
    });
    expect(complaintOf(`${document}\nMore.\n`).says).toContain("would be lost");
  });

  it("is refused where it is no answer, with the rule and an example", () => {
    const complaint = complaintOf(withBlock(document, "architecture.style", "spaghetti"));

    expect(complaint).toMatchObject({ code: "BRIEF_EDIT_UNREADABLE" });
    expect(complaint.says).toContain("spaghetti");
    expect(complaint.next).toContain("modular-monolith");
  });

  it("is refused where a block is gone, stands twice, or is never closed", () => {
    const block = /#### `scope\.kind`[\s\S]*?(?=#### `scope\.problem`)/;
    expect(complaintOf(document.replace(block, "")).says).toContain("The block of scope.kind is not there");
    expect(complaintOf(document.replace(block, (all) => all + all))).toMatchObject({
      code: "BRIEF_DUPLICATE",
    });
    expect(complaintOf(document.slice(0, document.indexOf("```answer scope.kind") + 25)).says).toMatch(
      /cut off|not there/,
    );
    expect(complaintOf(document.replace("```answer scope.kind", "```answer scope.gaol")).code).toMatch(
      /BRIEF_(EDIT_UNREADABLE|UNKNOWN_QUESTION)/,
    );
  });

  it("is refused where the table and the block say different things", () => {
    const edited = withBlock(
      document,
      "data.rules",
      "stock | THE SYSTEM SHALL never sell more than is in stock",
    );
    expect(editsOf(edited)).toEqual([]);
    const twice = withBlock(
      document.replace(
        "| customer | browses and orders | 50,000 |",
        "| customer | browses and orders | 60,000 |",
      ),
      "scope.users",
      "customer | browses and orders | 70,000\nmaker | keeps products and stock",
    );
    expect(complaintOf(twice)).toMatchObject({ code: "BRIEF_EDITED_TWICE" });
  });

  it("is refused where an id was given by hand", () => {
    expect(complaintOf(document.replace("`REQ-METRIC-ORDERS-LOST` |", "`REQ-METRIC-MINE` |")).says).toContain(
      "REQ-METRIC-MINE",
    );
  });
});

describe("a damaged document", () => {
  const kept = (damaged: string) => {
    const reading = readDocument(damaged, brief, undefined);
    if ("complaints" in reading) {
      expect(reading.complaints[0].code).toMatch(/^BRIEF_/);
      expect(reading.complaints[0].line).toBeGreaterThan(0);
      return;
    }
    // What was read is told: each edit is one that the document shows.
    for (const { key, answer } of reading.edits) expect(answer, key).not.toEqual(brief.answers[key]);
    expect(new Set(reading.edits.map(({ key }) => key)).size).toBe(reading.edits.length);
  };

  it("never loses an answer without saying so, wherever it was cut off", () => {
    for (let length = 0; length < document.trimEnd().length; length += 499) {
      const reading = readDocument(document.slice(0, length), brief, undefined);
      expect("complaints" in reading || reading.edits.length > 0, `cut at ${length}`).toBe(true);
    }
  });

  it("never crashes, whatever was written over it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(document.length), fc.string({ unit: "grapheme", maxLength: 5 })), {
          minLength: 1,
          maxLength: 4,
        }),
        (puts) => {
          kept(
            puts.reduce((text, [at, put]) => text.slice(0, at) + put + text.slice(at + put.length), document),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("never crashes where lines changed places, and never takes that for nothing", () => {
    const lines = document.split("\n");
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(lines.length - 1), (one, other) => {
        const swapped = [...lines];
        [swapped[one], swapped[other]] = [lines[other] ?? "", lines[one] ?? ""];
        kept(swapped.join("\n"));
      }),
      { numRuns: 60 },
    );
  });
});
