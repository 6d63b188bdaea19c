import { lstatSync, readFileSync } from "node:fs";
import { errnoOf } from "../../durable/index.js";
import { ToolError } from "../../tool-error.js";

/** More than any file of a design has. */
const mostBytes = 32 * 1024 * 1024;

/**
 * The text of a file, its lines ended by a line feed alone; undefined where there is none.
 *
 * @param path that is told in errors
 * @throws ToolError DESIGN_UNREADABLE where it is no file of text, too large, or may not be read
 */
export function readText(file: string, path: string): string | undefined {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (!found.isFile())
      throw refused(
        path,
        `This is ${found.isSymbolicLink() ? "a symbolic link" : "no file"}, and a file is put in its place when it changes.`,
      );
    if (found.size > mostBytes)
      throw refused(
        path,
        `The file has ${found.size.toLocaleString("en-US")} bytes, and has at most ${mostBytes.toLocaleString("en-US")}.`,
      );
    return unixLines(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file)));
  } catch (error) {
    if (error instanceof TypeError) throw refused(path, "The file is not UTF-8.", error);
    if (errnoOf(error) === "ENOENT" || errnoOf(error) === "ENOTDIR") return undefined;
    if (errnoOf(error) === undefined) throw error;
    throw refused(
      path,
      `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      error,
    );
  }
}

/** A text with its lines ended by a line feed alone: as files are compared, since git and editors may end them otherwise. */
export function unixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function refused(path: string, says: string, cause?: unknown): ToolError {
  return new ToolError("DESIGN_UNREADABLE", says, `Look at what is there, and move it away: ls -la ${path}`, {
    where: path,
    cause,
  });
}
