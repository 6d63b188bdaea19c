import { randomUUID } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { changeInTurn } from "../../claim/index.js";
import { ToolError } from "../../tool-error.js";
import { type Learned, memoryFormat } from "../memory.js";
import { learnedText, readLearned } from "./form.js";

/** From the project's folder. */
export const learnedFile = "ai/memory-bank/learned.json";
const learnedErrors = { busy: "LEARNED_BUSY", notWritable: "LEARNED_NOT_WRITABLE" } as const;
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
  return changeInTurn(directory, learnedFile, learnedErrors, (write) => {
    const before = openLearned(directory);
    const learned = change(
      before ?? { format: memoryFormat, id: randomUUID(), designs: [], notes: [], measured: [] },
    );
    if (learned !== before) write(learnedText(learned));
    then(learned);
    return learned;
  });
}

function unreadable(says: string): ToolError {
  return new ToolError(
    "LEARNED_UNREADABLE",
    says,
    `Mend it, or take it away: mv ${learnedFile} ${learnedFile}.aside. The design does not rest on it.`,
    { where: learnedFile },
  );
}
