/**
 * What a project's own files need of the tools.
 *
 * @packageDocumentation
 */

export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./embedded/index.js";
export { type Loaded, type LoadProgress, loadSeeds } from "./seed/index.js";
export { defineSeed, type Seed } from "./seed/seed.js";
