import { expect, it } from "vitest";
import { featureQuestions, projectQuestions } from "../../packages/architect/src/brief/questions/index.js";
import { questionsPage } from "./questions-page.js";

it("the reference has the whole bank: run this test with --update where the bank has changed", async () => {
  await expect(questionsPage(projectQuestions, featureQuestions)).toMatchFileSnapshot(
    "../reference/questions.md",
  );
});
