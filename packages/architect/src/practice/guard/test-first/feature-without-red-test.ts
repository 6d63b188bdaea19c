import type { Rule } from "../rule.js";
import { type Added, addedFeatures } from "./added-features.js";
import { wasSeenRed } from "./red-tests.js";

export const featureWithoutRedTest: Rule = {
  id: "feature-without-red-test",
  says: "A command, query, entity or access rule is new in the blueprint, and no test of it that will be committed was seen red before: the ledger of tests has none of that wording.",
  *check(sight) {
    // Of everything that is there, nothing is known to be new.
    if (sight.snapshot.scope === "all") return;
    for (const added of addedFeatures(sight)) {
      const { feature, offset } = added;
      if (wasSeenRed(sight, feature, added.what === "access" ? added.operation : undefined)) continue;
      yield {
        file: feature.source.path,
        line: feature.source.lineOf(offset),
        says: `${describe(added)} is new, and no test of it was seen red.`,
        remedy:
          "Take it out again (git stash), write a test that says what must come out, see it fail and keep that: lintel tests --record (with --closed where the blueprint alone says it); then commit test, ledger and feature.",
      };
    }
  },
};

function describe(added: Added): string {
  const { kind, service, name } = added.feature;
  const whole = `${kind} ${service === undefined ? "" : `${service}.`}${name}`;
  return added.what === "feature" ? `The ${whole}` : `The rule who may ${added.operation} the ${whole}`;
}
