import { lstatSync, readFileSync, type Stats } from "node:fs";
import { errnoOf } from "../../durable/index.js";
import { ToolError } from "../../tool-error.js";
import { refusal } from "./complaint.js";
import { fileFailure } from "./file-failure.js";
import { placeOf } from "./files.js";

/** A brief of ten thousand answers is smaller. */
export const mostBytes = 4 * 1024 * 1024;

export interface FileText {
  /** Without a mark of byte order, its lines ended by a line feed alone. */
  readonly text: string;
  /** When it was last written: RFC 3339, UTC. */
  readonly changedAt: string;
}

/**
 * Reads a file of a brief; undefined where it is not there.
 *
 * @throws ToolError BRIEF_NOT_A_FILE, BRIEF_TOO_LARGE, BRIEF_NOT_TEXT, BRIEF_NOT_READABLE
 */
export function readBriefFile(file: string): FileText | undefined {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (!found.isFile()) throw notAFile(file, found);
    if (found.size > mostBytes) throw tooLarge(file, found.size);
    return { text: decoded(readFileSync(file), file), changedAt: found.mtime.toISOString() };
  } catch (error) {
    if (error instanceof ToolError || errnoOf(error) === undefined) throw error;
    if (errnoOf(error) === "ENOENT") return undefined;
    throw fileFailure("BRIEF_NOT_READABLE", file, error);
  }
}

export function tooLarge(file: string, size: number): ToolError {
  return new ToolError(
    "BRIEF_TOO_LARGE",
    `The file has ${size.toLocaleString("en-US")} bytes, and a brief has at most ${mostBytes.toLocaleString("en-US")}.`,
    "Shorten the longest answers: a brief says what is needed, and papers can be named in it.",
    { where: placeOf(file) },
  );
}

function notAFile(file: string, found: Stats): ToolError {
  const kind = found.isSymbolicLink()
    ? "a symbolic link"
    : found.isDirectory()
      ? "a folder"
      : "no regular file";
  return new ToolError(
    "BRIEF_NOT_A_FILE",
    `This is ${kind}, and a brief is a file of its own: it is written by putting a new file in the place of the old one.`,
    found.isSymbolicLink()
      ? `Put the file itself there: cp --remove-destination "$(readlink -f ${placeOf(file)})" ${placeOf(file)}`
      : `Move it away: mv ${placeOf(file)} ${placeOf(file)}.aside`,
    { where: placeOf(file) },
  );
}

function decoded(bytes: Buffer, file: string): string {
  try {
    return utf8(bytes).replaceAll("\r\n", "\n");
  } catch {
    const line = 1 + bytes.subarray(0, firstBadByte(bytes)).filter((byte) => byte === 0x0a).length;
    throw refusal(file, [
      {
        code: "BRIEF_NOT_TEXT",
        line,
        says: "This line is not UTF-8, and briefs are.",
        next: "Save the file as UTF-8 in your editor. Or go back: cp ai/memory-bank/project-brief.previous.json ai/memory-bank/project-brief.json",
      },
    ]);
  }
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** By halves: up to there it can be decoded. */
function firstBadByte(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (canBegin(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether bytes are UTF-8 that may go on, in the middle of a character too. */
function canBegin(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
