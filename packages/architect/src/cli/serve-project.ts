import { loadServer, milliseconds, type Running } from "@lintel/runtime/tools";
import type { Image } from "../image/index.js";
import { isSystem } from "../project/index.js";
import { ToolError } from "../tool-error.js";
import { modelOf, readModel } from "./read-model.js";
import { type ProductionOptions, startProduction } from "./start-production.js";

export interface GivenOptions extends Omit<ProductionOptions, "system" | "model" | "notice"> {
  /** As it was typed: `5s`. */
  readonly notice: string;
}

/**
 * Reads the project and serves it: what `lintel start` does. Of the project's image, where there is one, this very module is
 * a part, and the blueprint is another; undefined where the files say something else by now, or it must be told what they lack.
 *
 * @throws ToolError as `startProduction`, DURATION_INVALID, and with a code that begins with `BLUEPRINT_`
 */
export async function serveProject(given: GivenOptions, image?: Image): Promise<Running | undefined> {
  const notice = noticeOf(given.notice);
  // Before the blueprint is read: once TypeScript can be read, every module takes longer to load.
  await loadServer();
  if (!image) return startProduction({ ...given, notice, ...(await readModel(given.project)) });
  const system = await image.blueprint().catch(() => undefined);
  return isSystem(system) ? startProduction({ ...given, notice, ...modelOf(system) }) : undefined;
}

const LONGEST_NOTICE_MS = 600_000;

function noticeOf(given: string): number {
  try {
    const notice = milliseconds(given as never);
    if (notice <= LONGEST_NOTICE_MS) return notice;
  } catch {
    // The message below says what was expected.
  }
  throw new ToolError(
    "DURATION_INVALID",
    `"${given}" is not a time for which others can notice: 0s to 10m.`,
    "Write it so: lintel start --notice 5s",
    { where: "--notice", exitCode: 2 },
  );
}
