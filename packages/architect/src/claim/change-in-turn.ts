import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeAtOnce } from "../durable/index.js";
import { ToolError, type ToolErrorCode } from "../tool-error.js";
import { claimInTurn } from "./claim-in-turn.js";

/**
 * Does work that reads a file of a project and writes it again, while nobody else does: what two add at once is there from both. What is written takes the
 * place of the file at once and is on the disk, or the file stays as it was.
 *
 * @param path from the project's folder
 * @param codes of the errors by which it fails: `busy` where another process holds the file still, `notWritable` where it cannot be written
 * @throws ToolError with one of these codes; whatever the work throws
 */
export async function changeInTurn<T>(
  directory: string,
  path: string,
  codes: { readonly busy: ToolErrorCode; readonly notWritable: ToolErrorCode },
  work: (write: (text: string) => void) => T,
): Promise<T> {
  const file = join(directory, path);
  const notWritable = (cause: unknown) =>
    new ToolError(
      codes.notWritable,
      `It cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. Nothing was changed.`,
      `Look at what is there, whose it is, and whether there is room: ls -la ${dirname(path)}; df -h .`,
      { where: path, cause },
    );
  const claim = await claimed(file).catch((cause: unknown) => {
    throw notWritable(cause);
  });
  if (!("release" in claim))
    throw new ToolError(
      codes.busy,
      `Process ${claim.holder.pid} writes it, since ${claim.holder.since}.`,
      `Wait for it, or end it, and run this once more. Where its machine is gone for good: rm ${path}.lock`,
      { where: path },
    );
  try {
    return work((text) => {
      try {
        writeAtOnce(file, text, 0o644);
      } catch (cause) {
        throw notWritable(cause);
      }
    });
  } finally {
    claim.release();
  }
}

async function claimed(file: string): ReturnType<typeof claimInTurn> {
  mkdirSync(dirname(file), { recursive: true });
  return claimInTurn(`${file}.lock`);
}
