import type { Decision, DecisionRecord } from "../../design/index.js";
import { keyOf } from "../../design/index.js";
import { unifiedDiff } from "../../design/proposal/index.js";
import type { Designed, DraftOutcome } from "../../designer/index.js";

/** What came of a design, for programs. */
export function designedData(designed: Designed, isDry: boolean) {
  const { grounds, architecture, stored, draft, documents, left, setAside } = designed;
  const { capacity, model } = architecture;
  return {
    name: grounds.brief.name,
    dryRun: isDry,
    services: model.services.map(({ name }) => name),
    decisions: grounds.decisions.map((one) => decisionData(one, stored.records)),
    instances: capacity.services.map(({ service, instances }) => ({ service, instances })),
    costs: {
      currency: capacity.costs.currency,
      month: capacity.costs.total,
      ...(capacity.costs.budget === undefined ? {} : { budget: capacity.costs.budget }),
    },
    provisional: provisionalOf(grounds.decisions),
    draft: draftData(draft),
    setAside,
    documents,
    left,
  };
}

/** A decision with the number of its record. */
export function decisionData(decision: Decision, records: readonly DecisionRecord[]) {
  const record = records.findLast((one) => keyOf(one.decision) === keyOf(decision));
  return { ...decision, ...(record ? { record: record.number } : {}) };
}

/** Questions that nobody answered, with the decisions that rest on them. */
export function provisionalOf(decisions: readonly Decision[]) {
  const questions = [...new Set(decisions.flatMap(({ missing }) => missing))].sort();
  return questions.map((question) => ({
    question,
    decisions: decisions.filter(({ missing }) => missing.includes(question)).map(keyOf),
  }));
}

function draftData(draft: DraftOutcome) {
  if (draft.outcome !== "proposed" && draft.outcome !== "applied") return draft;
  return { ...draft, files: draft.files.map((one) => ({ ...one, diff: unifiedDiff(one) })) };
}
