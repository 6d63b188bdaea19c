/** Data to develop with: what `seed.ts` says, and how it gets into the tables. */
export { type Loaded, type LoadProgress, loadSeeds } from "./load-seeds.js";
export { defineSeed, type Seed } from "./seed.js";
