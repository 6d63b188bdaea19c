import { errnoOf } from "../../durable/index.js";
import { ToolError, type ToolErrorCode } from "../../tool-error.js";
import { placeOf } from "./files.js";

/** A failed system call on a file of a brief, as something that a person can mend. */
export function fileFailure(code: ToolErrorCode, file: string, cause: unknown): ToolError {
  const errno = errnoOf(cause);
  const where = placeOf(file);
  if (errno === "ENOSPC" || errno === "EDQUOT")
    return new ToolError(
      "BRIEF_DISK_FULL",
      "The disk is full. Nothing was written, and the brief is as it was.",
      `Free some space (see: df -h .), then type the command again.`,
      { where, cause },
    );
  const why = cause instanceof Error ? cause.message : String(cause);
  const may = code === "BRIEF_NOT_READABLE" ? "read" : "written";
  return new ToolError(
    code,
    `The file cannot be ${may}: ${why}. Nothing was changed.`,
    `Look at what is there and whose it is: ls -la ai ai/memory-bank`,
    { where, cause },
  );
}
