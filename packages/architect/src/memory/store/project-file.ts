import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { claimInTurn } from "../../claim/index.js";
import { writeAtOnce } from "../../durable/index.js";
import { ToolError } from "../../tool-error.js";
import { type Learned, memoryFormat } from "../memory.js";
import { learnedText, readLearned } from "./form.js";

/** From the project's folder. */
export const learnedFile = "ai/memory-bank/learned.json";
const mostBytes = 64 * 1024 * 1024;

/**
 * What a project has learned; undefined where there is nothing yet.
 *
 * @throws ToolError LEARNED_UNREADABLE
 */
export function openLearned(directory: string): Learned | undefined {
  const file = join(directory, learnedFile);
  let text: string;
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (!found.isFile()) throw unreadable("It is no file.");
    if (found.size > mostBytes)
      throw unreadable(`It has ${found.size} bytes, and ${mostBytes} are the most.`);
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw unreadable(`It cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = readLearned(text);
  if ("learned" in read) return read.learned;
  throw unreadable(read.says);
}

/**
 * Changes what a project has learned, while nobody else does: what two add at once is there from both. `then` is done before another may.
 *
 * @throws ToolError LEARNED_UNREADABLE, LEARNED_BUSY, LEARNED_NOT_WRITABLE
 */
export async function changeLearned(
  directory: string,
  change: (learned: Learned) => Learned,
  then: (learned: Learned) => void = () => {},
): Promise<Learned> {
  const file = join(directory, learnedFile);
  const { release } = await claimed(file);
  try {
    const before = openLearned(directory);
    const learned = change(
      before ?? { format: memoryFormat, id: randomUUID(), designs: [], notes: [], measured: [] },
    );
    if (learned !== before) await written(() => writeAtOnce(file, learnedText(learned), 0o644));
    then(learned);
    return learned;
  } finally {
    release();
  }
}

async function claimed(file: string): Promise<{ release(): void }> {
  const claim = await written(() => {
    mkdirSync(dirname(file), { recursive: true });
    return claimInTurn(`${file}.lock`);
  });
  if ("release" in claim) return claim;
  throw new ToolError(
    "LEARNED_BUSY",
    `Process ${claim.holder.pid} writes it, since ${claim.holder.since}.`,
    `Wait for it, or end it. Where its machine is gone for good: rm ${learnedFile}.lock`,
    { where: learnedFile },
  );
}

async function written<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ToolError(
      "LEARNED_NOT_WRITABLE",
      `It cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. Nothing was changed.`,
      "Look at what is there, whose it is, and whether there is room: ls -la ai/memory-bank; df -h .",
      { where: learnedFile, cause },
    );
  }
}

function unreadable(says: string): ToolError {
  return new ToolError(
    "LEARNED_UNREADABLE",
    says,
    `Mend it, or take it away: mv ${learnedFile} ${learnedFile}.aside. The design does not rest on it.`,
    { where: learnedFile },
  );
}
