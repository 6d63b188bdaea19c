import { expect, it } from "vitest";
import { rules } from "../../packages/architect/src/design/decisions/rules/index.js";
import { thresholds } from "../../packages/architect/src/design/decisions/thresholds.js";
import { decisionsPage } from "./decisions-page.js";

it("the reference has every decision: run this test with --update where a rule or a threshold has changed", async () => {
  await expect(decisionsPage(rules, thresholds)).toMatchFileSnapshot("../reference/decisions.md");
});
