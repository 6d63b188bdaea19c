import type { StoredDesign } from "./design.js";
import { readData } from "./read-data.js";
import { writeData } from "./write-data.js";

/**
 * The data of a design as they are written: the same bytes for the same, however it was made. What could not be read again is not written.
 *
 * @throws ToolError DESIGN_UNREADABLE
 */
export function storedText(design: StoredDesign): string {
  return writeData(readData(writeData(design)));
}
