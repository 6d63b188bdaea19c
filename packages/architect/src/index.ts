/**
 * What a project's own files need of the tools.
 *
 * @packageDocumentation
 */

export {
  fitScalability,
  readWidths,
  type Scalability,
  type SizedTable,
  sizesIn,
  type TableSize,
  type TableWidths,
  type Widths,
  writeWidths,
} from "./design/capacity/index.js";
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./embedded/index.js";
export { defineSeed, type Loaded, type LoadProgress, loadSeeds, type Seed } from "./seed/index.js";
export { measureWidths } from "./widths/index.js";
