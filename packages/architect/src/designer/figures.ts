import { join } from "node:path";
import { defaultPrices, type Prices, readPrices, readWidths, type Widths } from "../design/capacity/index.js";
import { type FileChange, readText } from "../design/store/index.js";

const path = "ai/memory-bank/prices.yaml";
const widthsPath = "ai/memory-bank/widths.yaml";

/**
 * What things cost where the project runs: as its file says, or placeholders where there is none yet.
 *
 * @throws ToolError PRICES_INVALID, DESIGN_UNREADABLE
 */
export function pricesOf(directory: string): Prices {
  return readPrices(readText(join(directory, path), path) ?? defaultPrices);
}

/**
 * How wide the values of the project's tables are, where somebody measured it.
 *
 * @throws ToolError WIDTHS_INVALID, DESIGN_UNREADABLE
 */
export function widthsOf(directory: string): Widths | undefined {
  const text = readText(join(directory, widthsPath), widthsPath);
  return text === undefined ? undefined : readWidths(text);
}

/** The file of prices, where there is none: for a person to put theirs in. It is never written again. */
export function firstPrices(directory: string): readonly FileChange[] {
  if (readText(join(directory, path), path) !== undefined) return [];
  return [{ path, before: undefined, text: defaultPrices }];
}
