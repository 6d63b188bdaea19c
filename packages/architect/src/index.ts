/**
 * What a project's own files need of the tools.
 *
 * @packageDocumentation
 */
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./embedded/index.js";
export { defineSeed, type Loaded, type LoadProgress, loadSeeds, type Seed } from "./seed/index.js";
