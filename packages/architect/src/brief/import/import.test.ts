import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyBrief } from "../brief.js";
import { amend, answer, interviewOf } from "../interview/interview.js";
import { readSpecification, takeDraft } from "./index.js";

const at = "2026-01-01T00:00:00Z";
const textOf = (name: string) => readFileSync(new URL(`./cases/${name}`, import.meta.url), "utf8");

function imported(text: string, file = "spec.md") {
  const draft = readSpecification([{ file, text }]);
  const taken = takeDraft(interviewOf(emptyBrief("sample")), draft, at);
  const of = (list: readonly { readonly question: string }[]) => list.map(({ question }) => question);
  const said = (question: string) => taken.interview.brief.answers[question]?.said.split("\n").slice(1);
  const value = (question: string) => taken.interview.brief.answers[question]?.value;
  return { draft, ...taken, said, value, clear: of(taken.taken), open: of(taken.begun) };
}

describe("a specification of spec-kit", () => {
  it("gives stories as features, with what is given, done and seen as criteria, and what is required of all", () => {
    const { draft, clear, open, value, unsure } = imported(textOf("spec-kit-albums.md"));
    expect(draft).toMatchObject({ form: "spec-kit", title: "Shared Photo Albums" });
    expect(clear).toEqual(["scope.features"]);
    expect(value("scope.features")).toMatchObject({
      rows: [
        {
          name: "Create an album",
          what: "A member begins an album, names it and puts photos into it.",
          priority: "P0",
          criteria: [
            'WHEN the member creates an album named "Summer", given a member without albums THE SYSTEM SHALL ensure that the list of albums holds exactly "Summer".',
            expect.stringContaining("SHALL ensure that the photo is refused"),
          ],
        },
        { name: "Share an album by link", priority: "P1" },
        { name: "Print an album", priority: "P2" },
        {
          name: "Functional requirements",
          priority: "P0",
          criteria: [
            "THE SYSTEM SHALL keep the original of each photo unchanged.",
            "THE SYSTEM SHALL let Members delete their own photos.",
            "THE SYSTEM SHALL remove location data from photos that are shared.",
          ],
        },
      ],
    });
    expect(open).toEqual(["scope.metrics", "data.entities", "data.edge-cases", "performance.load"]);
    expect(unsure.map(({ from }) => from.line)).toEqual([45, 54, 55, 69]);
  });

  it("names the line of everything, and begins what it cannot end", () => {
    const { said, begun, taken } = imported(textOf("spec-kit-albums.md"));
    const [features] = taken;
    expect(features?.from.map(({ line }) => line)).toEqual([13, 23, 24, 28, 34, 36, 51, 52, 53]);
    expect(said("scope.metrics")).toEqual([
      "Members can create an album in under 2 minutes | 2 minutes | - | -",
      "95% of uploads finish without being repeated | 95% | the upload log | -",
      "The service handles 1,000 concurrent users | 1,000 concurrent users | - | -",
    ]);
    expect(said("data.edge-cases")?.[2]).toBe(
      "a photo is larger than 50 MB | a photo is larger than 50 MB | WHEN a photo is larger than 50 MB THE SYSTEM SHALL refuse it before it is transferred.",
    );
    expect(begun.find(({ question }) => question === "data.entities")?.missing[0]).toContain('"Album"');
  });

  it("gives users, regulations and figures", () => {
    const { clear, value, said } = imported(textOf("spec-kit-alerts.md"));
    expect(clear).toEqual(["scope.users", "scope.features", "data.edge-cases", "security.regulations"]);
    expect(value("scope.users")).toMatchObject({
      rows: [{ name: "shopper", does: "be told when a product becomes cheaper" }],
    });
    expect(said("scope.metrics")).toEqual([
      "99.9% availability in a year | 99.9% availability | probes from outside | -",
      "p95 of reads within 200 ms | p95 of reads within 200 ms | the load balancer | -",
    ]);
  });
});

describe("a specification of Kiro", () => {
  it("gives requirements as features that must be there", () => {
    const { draft, clear, open, value, unsure } = imported(textOf("kiro-booking.md"), "requirements.md");
    expect(draft.form).toBe("kiro");
    expect(clear).toEqual(["scope.problem", "scope.users", "scope.features"]);
    expect(open).toEqual([]);
    expect(value("scope.features")).toMatchObject({
      rows: [
        {
          name: "Book a free slot",
          priority: "P0",
          criteria: [
            expect.any(String),
            expect.stringMatching(/^IF .* THEN /),
            expect.stringMatching(/^WHILE /),
          ],
        },
        {
          name: "Cancel an appointment",
          criteria: [
            expect.any(String),
            expect.stringContaining("WHERE reminders are enabled THE BOOKING_SYSTEM SHALL"),
          ],
        },
        { name: "See the day" },
      ],
    });
    expect(unsure).toMatchObject([{ says: expect.stringContaining("look nice"), from: { line: 30 } }]);
  });

  it("leaves a problem open that is hardly told", () => {
    const { clear, open } = imported(textOf("kiro-warehouse.md"));
    expect(clear).toEqual(["scope.users", "scope.features"]);
    expect(open).toEqual(["scope.problem"]);
  });
});

describe("a specification in Markdown", () => {
  it("gives what its headings, tables and clauses say", () => {
    const { draft, clear, open, taken, unsure } = imported(textOf("plain-shop.md"));
    expect(draft).toMatchObject({ form: "plain", title: "Bicycle Shop Backend" });
    expect(clear).toEqual([
      ...["scope.problem", "scope.users", "scope.features", "scope.metrics", "data.entities"],
      ...["performance.load", "performance.latency", "security.regulations", "testing.coverage"],
      ...["deployment.recovery", "constraints.plan"],
    ]);
    expect(open).toEqual(["integration.systems"]);
    const restated = Object.fromEntries(taken.map((one) => [one.question, one.restated]));
    expect(restated).toMatchObject({
      "scope.features":
        "4 features: Place an order (P0, 2 criteria); Catalogue (P0); Reviews (P2); A marketplace for other sellers (P3).",
      "data.entities":
        "2 entities: Order (0, 1,200,000, personal, 10 years); Product (100,000, 150,000, public).",
      "performance.load": expect.stringContaining("400"),
      "constraints.plan": expect.stringMatching(/1 June 2027.* 4\..*900 EUR a month/),
    });
    expect(unsure).toMatchObject([{ says: expect.stringContaining("it should be quick") }]);
  });

  it("takes of notes what is certain, and nothing from code and comments", () => {
    const { said, unsure } = imported(textOf("plain-notes.md"));
    expect(said("scope.features")).toEqual([
      "Ingest | Ingest | - | -",
      "Alarms | tell somebody when it is too warm | P1 | -",
    ]);
    expect(unsure.map(({ from }) => from.line)).toEqual([4, 12, 16]);
    expect(unsure[0]?.says).toContain("can be two numbers");
  });

  it("leaves open which of several figures is meant", () => {
    const { clear, open, unsure } = imported(
      "# X\n\nUptime is 99.9 % or 99.95 % uptime.\nThe peak is 5 rps, or 10 rps for requests of partners.\nWe need not comply with HIPAA.\n",
    );
    expect([...clear, ...open]).toEqual([]);
    expect(unsure).toHaveLength(2);
  });
});

describe("a brief that is there", () => {
  const usual = "concurrent 400, usual 20 per second, peak 100 per second";
  const draft = readSpecification([{ file: "spec.md", text: textOf("plain-shop.md") }]);

  it("keeps what it says, and is told where the specification says otherwise", () => {
    const before = answer(
      interviewOf(emptyBrief("x")),
      "performance.load",
      "concurrent 1, usual 2 rps, peak 3 rps",
      { at },
    ).interview;
    const { interview, differing, same } = takeDraft(before, draft, at);
    expect(interview.brief.answers["performance.load"]).toEqual(before.brief.answers["performance.load"]);
    expect(differing).toMatchObject([
      {
        question: "performance.load",
        brief: expect.stringContaining("3 per second"),
        from: [{ line: 51 }, { line: 51 }, { line: 52 }],
      },
    ]);
    expect(same).toEqual([]);
    expect(interview.brief.history).toEqual([]);
    expect(interview.brief.confirmation).toBeUndefined();
  });

  it("says where the specification says the same, and a second import changes nothing", () => {
    const before = answer(interviewOf(emptyBrief("x")), "performance.load", usual, { at }).interview;
    const once = takeDraft(before, draft, at);
    expect(once.same).toEqual(["performance.load"]);
    const twice = takeDraft(once.interview, draft, at);
    expect(twice.interview.brief).toEqual(once.interview.brief);
    expect([twice.taken, twice.begun, twice.differing]).toEqual([[], [], []]);
  });

  it("takes a specification of a feature as an amendment", () => {
    const { interview, taken, unsure } = takeDraft(
      amend(emptyBrief("x"), "alerts", "Alerts"),
      readSpecification([{ file: "spec.md", text: textOf("spec-kit-alerts.md") }]),
      at,
    );
    expect(taken.map(({ question }) => question)).toEqual(["feature.behaviour", "feature.edge-cases"]);
    expect(Object.keys(interview.brief.answers)).toEqual([]);
    expect(unsure.map(({ says }) => says)).toContain(
      "security.regulations is asked of the project, and not of a feature",
    );
  });
});

describe("whatever is written", () => {
  it("leaves out a row that cannot be, and takes the others", () => {
    const { said, unsure } = imported(
      "## Features\n- Pay: by card (P0)\n- toString: bad (P0)\n- constructor: bad (P1)\n- Look: at it (P1)\n\n## Data model\n| Entity | Holds | Now |\n|---|---|---|\n| Order | lines | 2.000 |\n| Item | names | 5 |\n",
    );
    expect(said("scope.features")).toEqual(["Pay | by card | P0 | -", "Look | at it | P1 | -"]);
    expect(said("data.entities")).toEqual(["Item | names | 5 | - | - | -"]);
    expect(unsure.map(({ says }) => says).join("\n")).toMatch(
      /"constructor" cannot be a name[\s\S]*can be 2 or 2000/,
    );
  });

  it.each([
    ["nothing", ""],
    ["headings alone", "# A\n## Features\n### \n## Users\n#"],
    ["an open fence", "## Features\n```\n- a: b (P0)"],
    ["an open comment", "## Features\n<!-- \n- a: b (P0)"],
    ["an open front matter", "---\n## Features"],
    [
      "a template that nobody filled in",
      "# Feature Specification: [FEATURE NAME]\n### User Story 1 - [Brief Title] (Priority: P1)\n[Describe it]\n1. **Given** [initial state], **When** [action], **Then** [expected outcome]\n- **FR-001**: System MUST [specific capability]\n- **[Entity 1]**: [What it represents]\n- **SC-001**: [Measurable metric]",
    ],
  ])("takes nothing from %s", (_, text) => {
    const { clear, open } = imported(text);
    expect([clear, open]).toEqual([
      [],
      expect.toSatisfy((questions: string[]) => questions.every((id) => id === "scope.features")),
    ]);
  });

  it("reads it without failing", () => {
    const piece = fc.constantFrom(
      "# ",
      "## Features",
      "## Users",
      "### User Story 1 - ",
      "(Priority: P1)",
      "- ",
      "  - ",
      "**",
      "|",
      "| a | b |",
      "|---|---|",
      "`",
      "```",
      "<!--",
      "-->",
      "\n",
      "\n\n",
      "\t",
      "the system shall ",
      "When x, then y",
      "As a shopper, I want to pay",
      "5 rps peak",
      "[NEEDS CLARIFICATION: x]",
      "## Edge Cases",
      "## Success Criteria",
      "95% in 3 days",
      "__proto__",
      "\u0000",
      "\ud800",
      "\u202e",
      "\\",
      ";",
      "é",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const draft = readSpecification([{ file: "a.md", text: pieces.join("") }]);
        const { interview, taken } = takeDraft(interviewOf(emptyBrief("x")), draft, at);
        for (const { question, from } of taken) {
          expect(from.length).toBeGreaterThan(0);
          expect(interview.brief.answers[question]?.value).toBeDefined();
        }
      }),
      { numRuns: 400 },
    );
  });

  it("takes no time that grows out of hand with its length", () => {
    for (const unit of [
      "- ",
      "a ",
      "**",
      "| ",
      "<!--",
      "`",
      "[x](",
      "# ",
      "As a ",
      "the system shall ",
      "when a, ",
      "5 rps ",
      "**Given** a, **When** b, ",
    ])
      for (const end of ["", "\n"])
        expect(
          readSpecification([
            {
              file: "a.md",
              text: `## Features\n- ${`${unit}${end}`.repeat(Math.floor(100_000 / unit.length))}`,
            },
          ]),
        ).toBeDefined();
  });
});
