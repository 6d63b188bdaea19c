import type { StoredDesign } from "./design.js";
import { dataPath, designFiles } from "./files.js";
import { readData } from "./read-data.js";
import { readText } from "./read-text.js";

/**
 * What is kept of a project's design; undefined where nothing was designed yet.
 *
 * @throws ToolError DESIGN_UNREADABLE, DESIGN_FROM_NEWER_VERSION, DESIGN_EDITED, each with the line
 */
export function openDesign(directory: string): StoredDesign | undefined {
  const text = readText(designFiles(directory).data, dataPath);
  return text === undefined ? undefined : readData(text.replace(/^\ufeff/, ""));
}
