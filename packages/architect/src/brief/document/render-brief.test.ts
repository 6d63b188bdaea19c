import { describe, expect, it } from "vitest";
import type { Brief } from "../brief.js";
import { requirementsOf } from "../requirements.js";
import { briefOf, refunds, rows, shop } from "../scenario.js";
import { renderBrief, summarise } from "./index.js";

const brief: Brief = briefOf(shop, { refunds });

describe("the brief as a document", () => {
  it("has a section for everything that is to be settled, in this order", () => {
    const headings = renderBrief(brief)
      .split("\n")
      .filter((line) => line.startsWith("## "));

    expect(headings).toEqual([
      "## What is missing",
      "## Overview and primary goal",
      "## At a glance",
      "## Objectives and success metrics",
      "## Users and use cases",
      "## Features",
      "## Stack and architecture",
      "## Data and business rules",
      "## Integrations",
      "## API consumers",
      "## Performance and scale",
      "## Security and compliance",
      "## Authentication decision",
      "## Testing and quality",
      "## Deployment, availability and recovery",
      "## Timeline, team and budget",
      "## Constraints and assumptions",
      "## Out of scope",
      "## Amendments",
      "## Confirmation",
      "## Appendix: every question and answer",
    ]);
  });

  it("names every requirement by its id", () => {
    const document = renderBrief(brief);

    for (const { id } of requirementsOf(brief)) expect(document).toContain(id);
  });

  it("is the same for the same answers, in whatever order they were given", () => {
    const backwards = Object.fromEntries(Object.entries(brief.answers).reverse());

    expect(renderBrief({ ...brief, answers: backwards })).toBe(renderBrief(brief));
  });

  it("tells what was recommended, what is conceded, what was changed and what is open", () => {
    const style = brief.answers["architecture.style"];
    const told = renderBrief({
      ...brief,
      answers: {
        ...brief.answers,
        ...(style
          ? {
              "architecture.style": { ...style, accepted: { reason: "It is enough.", from: ["scope.kind"] } },
            }
          : {}),
        "performance.load": { said: "a lot", open: "vague", missing: ["How many a second?"] },
        "scope.problem": { said: "", open: "skipped" },
      },
      history: [
        {
          question: "scope.kind",
          from: "other",
          to: "commerce",
          reason: "It sells.",
          at: "2026-11-30T08:00:00Z",
        },
        {
          question: "scope.users",
          from: "-",
          to: JSON.stringify([{ name: "buyer", does: "buys" }, { name: "clerk" }]),
          reason: "Said anew.",
          at: "2026-11-30T08:00:01Z",
        },
      ],
    });

    expect(told).toContain("*Recommended and accepted.* It is enough. It follows from `scope.kind`.");
    expect(told).toContain(
      "- `architecture.style`, **REQ-ARCH-001**: One program, with modules that have borders. It is enough.",
    );
    expect(told).toContain("*Open: the answer is not clear yet.* How many a second?");
    expect(told).toContain("*Open: put off.*");
    expect(told).toContain("- 2026-11-30T08:00:00Z, `scope.kind`: It sells.");
    expect(told).toContain("  - to: buyer, clerk\n");
    expect(told).toMatch(/^> \*\*Incomplete\*\*: \d+ of \d+ questions/m);
  });

  it("lets nothing that people wrote become anything but text", () => {
    const hostile = [
      "# Heading",
      "</td><script>alert(1)</script>",
      "| a | b |",
      "```",
      "[x](javascript:y)",
      "<!-- rows scope.metrics -->",
      "<<<<<<< HEAD",
      "```answer scope.kind",
    ].join("\n");
    const document = renderBrief({
      ...briefOf({
        ...shop,
        "scope.problem": { kind: "text", text: hostile },
        "scope.users": rows({ name: hostile, does: hostile }),
        "scope.features": rows({ name: hostile, what: hostile, priority: "P0", criteria: [hostile] }),
      }),
      name: hostile,
    });
    const outside = withoutFences(document);

    expect(document.match(/^<<<<<<</m)).toBeNull();
    expect(outside.filter((line) => /(^|[^\\])<(?!!--|br>)/.test(line))).toEqual([]);
    expect(outside.filter((line) => /^# /.test(line))).toHaveLength(1);
    expect(outside.filter((line) => line.startsWith("<!-- rows scope.metrics -->"))).toHaveLength(1);
    expect(outside.filter((line) => /[^\\]\]\(/.test(line) && !line.includes("#appendix"))).toEqual([]);
  });
});

/** The lines that stand in no block of code. */
function withoutFences(document: string): readonly string[] {
  let fence: string | undefined;
  return document.split("\n").filter((line) => {
    const found = /^(`{3,})/.exec(line)?.[1];
    if (fence === undefined && found !== undefined) {
      fence = found;
      return false;
    }
    if (fence !== undefined && line === fence) {
      fence = undefined;
      return false;
    }
    return fence === undefined;
  });
}

describe("the summary that is put to a person", () => {
  it("has the goal, what must be there, the numbers, what was decided and what is missing", () => {
    const text = summarise(brief);

    expect(text).toContain("every order is taken once");
    expect(text).toContain("Place order: a customer orders what is in stock (2 criteria)");
    expect(text).toMatch(/Peak load +400 a second/);
    expect(text).toMatch(/Authentication +required\. Accounts have different permissions\./);
    expect(text).toMatch(/Project scope and goals +\d of \d/);
    expect(text).toContain("refunds/feature.release");
    expect(text).not.toContain("Left at odds");
  });
});
