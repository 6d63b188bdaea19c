import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Project } from "../project/index.js";
import { ToolError } from "../tool-error.js";

const binary = fileURLToPath(new URL("../../bin/lintel.js", import.meta.url));

export interface SeedInChildOptions {
  readonly project: Project;
  readonly databaseUrl: string;
  readonly scale: string;
  readonly signal: AbortSignal;
}

/**
 * Loads the seed where the tables are empty, in a process of its own: what makes the data is large, and goes with
 * it. Its progress is shown on stderr.
 *
 * @throws ToolError SEED_FAILED
 */
export async function seedInChild({
  project,
  databaseUrl,
  scale,
  signal,
}: SeedInChildOptions): Promise<void> {
  const arguments_ = [binary, "db", "seed", "--if-empty", "--scale", scale, "--blueprint", project.blueprint];
  const child = spawn(process.execPath, arguments_, {
    cwd: project.directory,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "inherit"],
    signal,
    killSignal: "SIGKILL",
  });
  const code = await new Promise<number | string | null>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", resolve);
  });
  if (code === 0 || signal.aborted) return;
  throw new ToolError(
    "SEED_FAILED",
    "The data were not loaded; the lines above say why.",
    "Mend seed.ts and save, or run without --seed.",
    { where: "seed.ts" },
  );
}
