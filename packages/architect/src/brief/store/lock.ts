import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { claimFile, type Holder, NotAFile } from "../../claim/index.js";
import { errnoOf } from "../../durable/index.js";
import { ToolError } from "../../tool-error.js";
import { fileFailure } from "./file-failure.js";
import { briefFiles, placeOf } from "./files.js";

/**
 * Does something while no other process may write the brief. Reading needs no lock. A lock whose process is gone is taken over.
 *
 * @throws ToolError BRIEF_BUSY, which names who holds it and since when
 */
export async function withBriefLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const { folder, lock } = briefFiles(directory);
  const { release } = claimed(folder, lock);
  try {
    return await work();
  } finally {
    release();
  }
}

function claimed(folder: string, lock: string): { release(): void } {
  try {
    mkdirSync(folder, { recursive: true });
    const claim = claimFile(lock);
    if ("holder" in claim) throw busy(lock, claim.holder);
    return claim;
  } catch (error) {
    if (error instanceof NotAFile)
      throw new ToolError(
        "BRIEF_NOT_A_FILE",
        "This is a folder, and the lock of a brief is a file.",
        `Move it away: mv ${placeOf(lock)} ${placeOf(lock)}.aside`,
        { where: placeOf(lock) },
      );
    throw errnoOf(error) === undefined ? error : fileFailure("BRIEF_NOT_WRITABLE", lock, error);
  }
}

function busy(lock: string, { pid, host, since }: Holder): ToolError {
  const isHere = host === hostname();
  const who =
    pid === process.pid && isHere ? "this very process" : `process ${pid}${isHere ? "" : ` on ${host}`}`;
  const place = placeOf(lock);
  return new ToolError(
    "BRIEF_BUSY",
    `Another conversation writes this brief: ${who}, since ${since}. Two at once would overwrite each other's answers.`,
    isHere
      ? "Go on in the other one, or end it first."
      : `Go on there, or end it first. Where that machine is gone for good: rm ${place}`,
    { where: place },
  );
}
