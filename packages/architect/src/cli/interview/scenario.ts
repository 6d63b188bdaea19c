import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve, type System, type SystemModel } from "@lintel/runtime/tools";
import { transformSync } from "esbuild";
import type { Brief } from "../../brief/index.js";
import { cutOf } from "../../design/cut/index.js";
import { decisionsOf } from "../../design/decisions/index.js";
import { draftOf } from "../../design/draft/index.js";
import { demandOf, needsOf } from "../../design/index.js";
import { type KeptInterview, takenFrom } from "./fixture.js";

/** Where a module finds the runtime as a project does. */
const folder = fileURLToPath(new URL("../../../../../node_modules/.cache/lintel-drafts/", import.meta.url));

/** For tests: the brief of an interview that is kept, and the blueprint that is drafted from it, as a project loads it. */
export async function draftedFrom(
  kept: KeptInterview,
): Promise<{ readonly brief: Brief; readonly system: System; readonly model: SystemModel }> {
  const { brief } = (await takenFrom(kept)).interview;
  const needs = needsOf(brief);
  const cut = cutOf(needs);
  const files = draftOf({ needs, cut, decisions: decisionsOf({ needs, cut, demand: demandOf(needs) }) });
  const own = join(folder, `${kept.name}-${process.pid}-${Date.now()}`);
  try {
    for (const { path, text } of files) {
      const made = join(own, path.replace(/\.ts$/, ".js"));
      mkdirSync(dirname(made), { recursive: true });
      writeFileSync(made, transformSync(text, { loader: "ts", format: "esm", target: "node20" }).code);
    }
    writeFileSync(join(own, "package.json"), '{ "type": "module" }');
    const { default: system } = (await import(pathToFileURL(join(own, "blueprint.js")).href)) as {
      default: System;
    };
    return { brief, system, model: resolve(system) };
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
