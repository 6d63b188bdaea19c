import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anyone, entity, open, role, service, system, text } from "@lintel/runtime";
import { expect, it, onTestFinished } from "vitest";
import { type Brief, saveBrief } from "../brief/index.js";
import type { ToolError } from "../tool-error.js";
import { requireAgreement, requireBrief } from "./index.js";
import { changed, completeBrief, confirmed } from "./scenario.js";

const notes = (access: { read: typeof anyone; write: typeof anyone }, version = 1, off?: string) =>
  system("notes", {
    version,
    services: [
      service("notes", { entities: { note: entity({ words: text({ max: 20 }) }, { rows: 9, access }) } }),
    ],
    ...(off === undefined ? {} : { brief: { off } }),
  });

const toAll = { read: anyone, write: open("A wall for everybody.") };
const closed = { read: anyone, write: role("writer") };

function folder(brief?: Brief): string {
  const directory = mkdtempSync(join(tmpdir(), "lintel-gate-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  if (brief) saveBrief(directory, brief);
  return directory;
}

const required = confirmed(changed(completeBrief(), "security.authentication", "permissions, compliance"));

async function codeOf(work: Promise<void>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: ToolError) => error.code,
  );
}

it("refuses a blueprint in which all is open though the brief says that authentication is required", async () => {
  const directory = folder(required);
  expect(await codeOf(requireAgreement({ directory }, notes(toAll)))).toBe("BRIEF_CONTRADICTED");
  expect(await codeOf(requireAgreement({ directory }, notes(closed)))).toBeUndefined();
});

it("says nothing where there is no brief, where it is turned off, or where the check has more to say", async () => {
  const directory = folder(required);
  expect(await codeOf(requireAgreement({ directory: folder() }, notes(toAll)))).toBeUndefined();
  expect(await codeOf(requireAgreement({ directory }, notes(toAll, 1, "An example.")))).toBeUndefined();
  expect(await codeOf(requireAgreement({ directory }, notes(toAll, 0)))).toBeUndefined();
});

it("stands in the way of what builds, though the brief is confirmed, and not of a start in production", async () => {
  const directory = folder(required);
  for (const verb of ["dev", "db diff", "tests"] as const)
    expect(await codeOf(requireBrief({ directory }, verb, notes(toAll)))).toBe("BRIEF_CONTRADICTED");
  expect(await codeOf(requireBrief({ directory }, "start", notes(toAll)))).toBeUndefined();
  expect(await codeOf(requireBrief({ directory }, "dev", notes(closed)))).toBeUndefined();
});
