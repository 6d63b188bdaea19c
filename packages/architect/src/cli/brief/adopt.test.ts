import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lintel, projectWith } from "../scenario.js";

const blueprint = `import { anyone, entity, role, service, signedIn, system, text } from "@lintel/runtime";

const note = entity(
  { words: text({ max: 200 }) },
  { description: "What somebody wrote down.", access: { read: anyone, write: role("writer") } },
);

const notes = service("notes", { entities: { note } }).command("tidyUp", {
  description: "Throws away what is old.",
  access: signedIn,
  errors: { NOTHING_OLD: { status: 409, description: "Nothing is old." } },
  async run() {},
});

export default system("notes", { version: 1, services: [notes] });
`;

it("drafts the brief of a project that is there, in its files, and says what to do next", async () => {
  const project = projectWith({ "blueprint.ts": blueprint });
  const { code, json, stderr } = await lintel(["brief", "adopt", "--json"], { cwd: project });
  expect([code, stderr]).toEqual([0, ""]);
  const told = json<{ taken: string[]; drafted: string[]; open: string[]; next: string }>();
  expect(told.taken).toContain("scope.features");
  expect(told.drafted).toContain("data.entities");
  expect(told.open).toContain("performance.load");
  expect(told.next).toBe("lintel interview");
  const document = readFileSync(join(project, "ai/memory-bank/project-brief.md"), "utf8");
  expect(document).toContain("code NOTHING_OLD");
  const data = readFileSync(join(project, "ai/memory-bank/project-brief.json"), "utf8");
  expect(data).toContain("Taken from the blueprint: blueprint.ts:");
  const status = await lintel(["brief", "status", "--json"], { cwd: project });
  expect(status.json()).toMatchObject({ state: "incomplete", edits: [] });
});

it("keeps answers that are there, and takes each once", async () => {
  const project = projectWith({ "blueprint.ts": blueprint });
  const run = (...words: readonly string[]) => lintel(words, { cwd: project });
  await run("brief", "adopt");
  const changed = await run(
    "brief",
    "change",
    "architecture.style",
    "--to",
    "services",
    "--reason",
    "It grew.",
  );
  expect(changed.code).toBe(0);
  const again = await run("brief", "adopt", "--json");
  expect(again.json()).toMatchObject({ taken: [], drafted: [] });
  const shown = await run("brief", "show", "--json");
  expect(shown.stdout).toContain("It grew.");
});

it("refuses a blueprint with errors, and writes nothing", async () => {
  const project = projectWith({ "blueprint.ts": blueprint.replace("version: 1", "version: 0") });
  const { code, stderr } = await lintel(["brief", "adopt"], { cwd: project });
  expect([code, stderr.includes("BLUEPRINT_HAS_ERRORS")]).toEqual([1, true]);
  const status = await lintel(["brief", "status"], { cwd: project });
  expect(status.stderr).toContain("BRIEF_MISSING");
});

it("has lintel check refuse a blueprint that contradicts the decision on authentication", async () => {
  const project = projectWith({ "blueprint.ts": blueprint });
  const run = (...words: readonly string[]) => lintel(words, { cwd: project });
  expect((await run("check")).code).toBe(0);
  await run("brief", "adopt");
  expect((await run("check")).code).toBe(0);
  const to = ["--to", "none", "--reason", "Everybody may do everything."];
  expect((await run("brief", "change", "security.authentication", ...to)).code).toBe(0);
  const refused = await run("check", "--json");
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout || refused.stderr)).toMatchObject({
    error: { code: "BRIEF_CONTRADICTED", where: expect.stringMatching(/^blueprint\.ts:\d+$/) },
  });
});
