import { expect, it } from "vitest";
import { requirementsOf } from "../../brief/index.js";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { runVitest } from "../../practice/record/run-vitest.js";
import { complaints, makeTestsIn, projectFolder } from "../../practice/scenario.js";
import { needsOf } from "../needs/index.js";
import { asFiles, drafted } from "./fixture.js";

const settings =
  "export default { resolve: { preserveSymlinks: true }, test: { testTimeout: 60_000, hookTimeout: 60_000 } };\n";

it("the tests that follow from a draft compile, and those that fail say that something is not written yet", async () => {
  const kept = keptInterviews.find(({ name }) => name === "internal-tool");
  if (!kept) throw new Error("The internal tool is kept.");
  const { brief } = (await takenFrom(kept)).interview;
  const needs = needsOf(brief);
  const two = { ...needs, entities: needs.entities.slice(0, 2), features: needs.features.slice(0, 2) };
  const ids = [...two.features, ...two.rules].map(({ id }) => id);
  const folder = projectFolder({ "vitest.config.ts": settings, ...asFiles(drafted(two)) });
  await makeTestsIn(
    folder,
    requirementsOf(brief).filter(({ id }) => ids.includes(id)),
  );
  expect(await complaints(folder)).toBe("");
  const { testResults } = await runVitest(folder, [], { isSilent: true });
  expect(testResults.map(({ message }) => message ?? "").join("")).toBe("");
  const tests = testResults.flatMap((file) => file.assertionResults);
  const red = tests.filter(({ status }) => status !== "passed");
  const reasons = red.map(({ title, failureMessages }) => [title, failureMessages?.[0]?.split("\n")[0]]);
  expect(reasons.filter(([, reason]) => !/NOT_IMPLEMENTED|Not written yet/.test(reason ?? ""))).toEqual([]);
  expect(red.some(({ failureMessages }) => failureMessages?.[0]?.includes("NOT_IMPLEMENTED"))).toBe(true);
  expect(tests.length).toBeGreaterThan(red.length);
}, 180_000);
