/** A blueprint to begin with, as data and as TypeScript. Pure. */
export { type DraftInput, draftOf } from "./draft-of.js";
export type { DraftFile } from "./print/index.js";
export type { Sketch } from "./sketch.js";
export { sketchOf } from "./sketch-of.js";
