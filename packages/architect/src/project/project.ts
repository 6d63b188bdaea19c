import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ToolError } from "../tool-error.js";

/** Where the parts of a user's project lie. Nothing but the blueprint need exist. */
export interface Project {
  readonly directory: string;
  readonly blueprint: string;
  readonly seed: string;
  readonly migrations: string;
  /** `.lintel`: the embedded database, keys and notes of this machine. Never committed. */
  readonly state: string;
}

const BLUEPRINT = "blueprint.ts";

/**
 * The project of the nearest folder upward that has a `blueprint.ts`, or the one of `blueprint` where that is given.
 *
 * @throws ToolError BLUEPRINT_NOT_FOUND
 */
export function findProject(from: string, blueprint?: string): Project {
  if (blueprint !== undefined) {
    const file = resolve(from, blueprint);
    if (existsSync(file)) return projectAt(file);
    throw new ToolError("BLUEPRINT_NOT_FOUND", `There is no file ${file}.`, "Mend the path of --blueprint.", {
      exitCode: 2,
    });
  }
  const start = resolve(from);
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, BLUEPRINT);
    if (existsSync(file)) return projectAt(file);
    if (folder === dirname(folder)) break;
  }
  throw new ToolError(
    "BLUEPRINT_NOT_FOUND",
    `There is no ${BLUEPRINT} in ${start} or in a folder above it.`,
    "Start a project with `lintel init my-backend`, or name the file with --blueprint.",
    { exitCode: 2 },
  );
}

function projectAt(blueprint: string): Project {
  const directory = dirname(blueprint);
  return Object.freeze({
    directory,
    blueprint,
    seed: join(directory, "seed.ts"),
    migrations: join(directory, "migrations"),
    state: join(directory, ".lintel"),
  });
}
