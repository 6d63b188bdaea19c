import { existsSync, readFileSync } from "node:fs";
import { checkSystem, resolve } from "@lintel/runtime/tools";
import { beforeAll, describe, expect, it } from "vitest";
import { blueprintAgainst } from "../../brief/adopt/index.js";
import { keptFile, keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { complaints, projectFolder, projectIn } from "../../practice/scenario.js";
import { blueprintName } from "../../practice/tests/feature-name.js";
import { loadBlueprint } from "../../project/index.js";
import { needsOf } from "../needs/index.js";
import { asFiles, drafted } from "./fixture.js";
import type { DraftFile } from "./index.js";

const drafts = new Map<string, readonly DraftFile[]>();
const draftOfKept = (name: string) => drafts.get(name) ?? [];

beforeAll(async () => {
  for (const kept of keptInterviews)
    drafts.set(kept.name, drafted(needsOf((await takenFrom(kept)).interview.brief)));
});

describe("the drafts of the eight interviews", () => {
  it("compile as a project does, and are laid out as the formatter leaves them", async () => {
    const all = [...drafts].map(([name, files]) => asFiles(files, `drafts/${name}/`));
    const folder = projectFolder(Object.assign({}, ...all));
    expect(await complaints(folder, "drafts")).toBe("");
  }, 120_000);

  it.each(keptInterviews)(
    "of $name passes every check, and says of sign-in what the brief says",
    async (kept) => {
      const folder = projectFolder(asFiles(draftOfKept(kept.name)));
      const system = await loadBlueprint(projectIn(folder));
      expect(blueprintAgainst((await takenFrom(kept)).interview.brief, system, folder)).toEqual([]);
      expect(checkSystem(system).map(({ code, path, value }) => [code, path, value])).toEqual([]);
    },
  );

  it.each(keptInterviews)(
    "of $name has all that must be there, under the names that its tests look for",
    async (kept) => {
      const folder = projectFolder(asFiles(draftOfKept(kept.name)));
      const model = resolve(await loadBlueprint(projectIn(folder)));
      const names = model.services.flatMap(({ commands, queries, entities }) =>
        [...commands, ...queries, ...entities].map(({ name }) => name),
      );
      const { features } = needsOf((await takenFrom(kept)).interview.brief);
      const missing = features
        .filter(({ priority }) => priority === "P0")
        .filter(({ name }) => !names.includes(blueprintName(name, model)));
      expect(missing.map(({ name }) => name)).toEqual([]);
    },
  );

  it.each(keptInterviews)("of $name is the one that is kept beside the interview", ({ name }) => {
    for (const { path, text } of draftOfKept(name)) {
      const file = keptFile(name, `design/${path}`);
      expect([path, existsSync(file) ? readFileSync(file, "utf8") : "missing"]).toEqual([path, text]);
    }
  });

  it.each([
    ["payments", ["payment", "payout", "refund", "dispute"]],
    ["internal-tool", ["request", "order", "supplier"]],
  ] as const)("of %s write down who changed what, and keep it for a year", async (name, entities) => {
    const folder = projectFolder(asFiles(draftOfKept(name)));
    const model = resolve(await loadBlueprint(projectIn(folder)));
    const service = model.services.find((one) => one.entities.some((entity) => entity.name === entities[0]));
    expect(service?.log?.keep).toBe(365 * 86_400_000);
    for (const entity of entities)
      expect(service?.entities.find((one) => one.name === entity)?.feed).toBe(true);
  });

  it("of a shop, where nobody asked for it, write nothing down", () => {
    expect(draftOfKept("shop").filter(({ text }) => /feed: true|keep:/.test(text))).toEqual([]);
  });
});
