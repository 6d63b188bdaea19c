import type { Complaint } from "../../brief/complaint.js";
import { errnoOf } from "../../durable/index.js";
import { ToolError } from "../../tool-error.js";
import { dataPath } from "./files.js";

const mostTold = 10;

/** The way back, where the file cannot be mended. */
const restore =
  "Go back to the file as it was, and design again: git checkout -- ai/memory-bank/design.json && lintel design";

/** All that is wrong with the data of a design as one error: of the first complaint, with the others behind it. */
export function unreadable(
  complaints: readonly [Pick<Complaint, "line" | "says">, ...Pick<Complaint, "line" | "says">[]],
): ToolError {
  const [first, ...others] = complaints;
  const told = others.slice(0, mostTold - 1).map(({ line, says }) => `line ${line}: ${says}`);
  const untold = others.length - told.length;
  return new ToolError(
    "DESIGN_UNREADABLE",
    [first.says, ...told, ...(untold > 0 ? [`and ${untold} more`] : [])].join("\n"),
    restore,
    { where: `${dataPath}:${first.line}` },
  );
}

/** Two versions of the data stand in the file side by side. */
export function merged(line: number): ToolError {
  return new ToolError(
    "DESIGN_UNREADABLE",
    "Two versions of the design were merged, and stand here side by side.",
    "Take either of the two, and design again: git checkout --ours ai/memory-bank/design.json && lintel design",
    { where: `${dataPath}:${line}` },
  );
}

export function fromNewerVersion(line: number, format: number, known: number): ToolError {
  return new ToolError(
    "DESIGN_FROM_NEWER_VERSION",
    `The design has format ${format}, and this Lintel knows formats up to ${known}.`,
    "Use the version of Lintel that wrote it: npm install lintel@latest",
    { where: `${dataPath}:${line}` },
  );
}

export function edited(line: number, part: string): ToolError {
  return new ToolError(
    "DESIGN_EDITED",
    `"${part}" was changed by hand since Lintel wrote it, and a file that a person edited could be taken for an untouched one by that.`,
    `${restore}. What a person decides is said with lintel design override. Where it is to hold as it is, take "seals" out of the file.`,
    { where: `${dataPath}:${line}` },
  );
}

/** A failed system call, as something that a person can mend. */
export function notWritten(path: string, cause: unknown, isBegun: boolean): unknown {
  const errno = errnoOf(cause);
  if (errno === undefined) return cause;
  const changed = isBegun
    ? "Some files are in their places, and the next `lintel design` puts the others there."
    : "Nothing was changed.";
  if (errno === "ENOSPC" || errno === "EDQUOT")
    return new ToolError(
      "DESIGN_DISK_FULL",
      `The disk is full. ${changed}`,
      "Free some space (see: df -h .), then type the command again.",
      { where: path, cause },
    );
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ToolError(
    "DESIGN_NOT_WRITABLE",
    `The file cannot be written: ${why}. ${changed}`,
    `Look at what is there and whose it is: ls -la ${path}`,
    { where: path, cause },
  );
}
