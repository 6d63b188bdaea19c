import { describe, expect, it } from "vitest";
import { recordFiles, recordsOf } from "./index.js";
import { decided } from "./scenario.js";

const at = "2026-12-01T08:00:00Z";
const fileOf = (otherwise = {}) => recordFiles(recordsOf([decided(otherwise)], [], at))[1];

describe("a record as a file", () => {
  it("has the form of MADR, with scores, what ruled an option out, and the requirements", () => {
    expect(fileOf()).toEqual({
      path: "decisions/0001-run-it-as-one-process-with-inner-borders.md",
      text: `---
status: accepted
date: 2026-12-01
---

# 1. Run it as one process with inner borders

## Context and problem statement

How is the system cut?

## Decision drivers

- The peak is 400 requests a second. [REQ-PERF-001]

## Considered options

- Modular monolith: 86 of 100 (chosen)
- Services: 41 of 100
- Serverless: ruled out. Connections are held open for feeds. [REQ-INTG-003]

## Decision outcome

Chosen: **Modular monolith**, which meets what is needed best: 86 of 100.

### Consequences

- One image is deployed.

### What would change it

- A team of more than 12; it is 2. [REQ-CONS-001]

## Pros and cons of the options

### Modular monolith

- Good: One thing to run.

### Services

- Good: Each scales alone.
- Bad: Three teams' work for a team of two.

### Serverless

Nothing of note.

## History

- 2026-12-01: decided.
`,
    });
  });

  it("says who decided otherwise, and what the figures came to", () => {
    const override = { decision: "style", option: "services", reason: "Two teams ship apart." } as const;
    const text = fileOf({ chosen: "services", override })?.text;
    expect(text).toContain("Chosen: **Services**, because a person decided so. Two teams ship apart.");
    expect(text).toContain("The figures alone come to Modular monolith: 86 of 100, and 41 for this one.");
    expect(fileOf({ override: { ...override, byBrief: true } })?.text).toContain(
      "Chosen: **Modular monolith**. Two teams ship apart.",
    );
  });

  it("marks what rests on open questions as provisional", () => {
    expect(fileOf({ missing: ["performance.load"] })?.text).toContain(
      "**Provisional**: nobody has answered `performance.load`.",
    );
  });

  it.each([
    '"#1 | <script>`x`</script>\n---\nstatus: hacked',
    `*/ ${"$"}{x} [a](b) \u202e`,
    "数据库",
    "x".repeat(200),
    "../../etc/passwd",
  ])("lets %j mean itself and nothing else", (hostile) => {
    const file = fileOf({ title: hostile, question: hostile, consequences: [hostile], subject: hostile });
    expect(file?.path).toMatch(/^decisions\/0001-[a-z0-9-]{1,61}\.md$/);
    expect(file?.text.split("\n").slice(0, 4)).toEqual([
      "---",
      "status: accepted",
      "date: 2026-12-01",
      "---",
    ]);
    expect(file?.text).not.toMatch(/(?<!\\)<script|^status: hacked|(?<!\\)\[a\]|\u202e/m);
  });
});
