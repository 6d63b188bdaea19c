import type { Verb } from "./verb.js";

/** `lintel review` */
export const review: Verb = {
  name: "review",
  summary:
    "Compare the tests with the brief and the blueprint: what has no test, and which tests are out of date.",
  examples: ["lintel review", "lintel review --json | jq '.gaps[].id'"],
  async run({ terminal, text }) {
    const { openBrief, requirementsOf, staleOf } = await import("../brief/index.js");
    const { readLedger } = await import("../practice/ledger/index.js");
    const { review: compare } = await import("../practice/review/index.js");
    const { readSuite } = await import("../practice/suite/index.js");
    const { findProject } = await import("../project/index.js");
    const { requiredBrief } = await import("./brief/required-brief.js");
    const { formatReview } = await import("./format-review.js");
    const { readModel } = await import("./read-model.js");
    const project = findProject(process.cwd(), text("blueprint"));
    const { directory } = project;
    const { system, model } = await readModel(project);
    const stored = openBrief(directory);
    const isWithout = system.brief !== undefined && stored.state === "missing";
    const brief = isWithout ? undefined : requiredBrief(directory).brief;
    const found = compare(
      brief ? requirementsOf(brief) : [],
      model,
      readSuite(directory),
      readLedger(directory),
    );
    const derived = (brief ? staleOf(brief) : []).map(({ derived: { kind, path }, questions }) => ({
      kind,
      path,
      questions,
    }));
    const result = { ...found, derived };
    terminal.result(result, (paint) => formatReview(result, paint));
    const { gaps, stale, unreadable } = found;
    return gaps.length + stale.length + unreadable.length + derived.length > 0 ? 1 : 0;
  },
};
