import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectFolder } from "../brief/store/scenario.js";
import { createProject } from "./create-project.js";
import { untouchedSample } from "./untouched-sample.js";

const all = ["blueprint.ts", "services/tasks.ts", "seed.ts", "tests/tasks.test.ts"];

function sample(given: { readonly name: string; readonly withoutBrief?: string }): string {
  const folder = projectFolder();
  createProject(folder, given);
  return folder;
}

it("knows what lintel init wrote, whatever the name, and with or without a brief", () => {
  expect([...untouchedSample(sample({ name: "my-app" })).keys()]).toEqual(all);
  const without = sample({ name: "other", withoutBrief: 'Only "to" look.' });
  expect([...untouchedSample(without).keys()]).toEqual(all);
  expect(untouchedSample(projectFolder()).size).toBe(0);
});

it("takes a blueprint that somebody edited for theirs, and other files as they are", () => {
  for (const path of ["blueprint.ts", "services/tasks.ts"]) {
    const folder = sample({ name: "my-app" });
    appendFileSync(join(folder, path), "// mine\n");
    expect([path, untouchedSample(folder).size]).toEqual([path, 0]);
  }
  const folder = sample({ name: "my-app" });
  appendFileSync(join(folder, "seed.ts"), "// mine\n");
  rmSync(join(folder, "tests/tasks.test.ts"));
  expect([...untouchedSample(folder).keys()]).toEqual(["blueprint.ts", "services/tasks.ts"]);
});
