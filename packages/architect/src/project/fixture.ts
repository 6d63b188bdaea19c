import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { System } from "@lintel/runtime";
import { resolve, type SystemModel } from "@lintel/runtime/tools";
import type { Brief } from "../brief/index.js";

const repository = new URL("../../../../", import.meta.url);

/** For tests: a file of the repository. */
export function repositoryFile(path: string): string {
  return fileURLToPath(new URL(path, repository));
}

/** For tests: the example shop as it is built, and its confirmed brief. */
export async function commerce(): Promise<{ readonly brief: Brief; readonly model: SystemModel }> {
  const file = pathToFileURL(repositoryFile("examples/commerce/blueprint.ts")).href;
  const { default: blueprint } = (await import(/* @vite-ignore */ file)) as { readonly default: System };
  const brief = JSON.parse(
    readFileSync(repositoryFile("examples/commerce/ai/memory-bank/project-brief.json"), "utf8"),
  ) as Brief;
  return { brief, model: resolve(blueprint) };
}
