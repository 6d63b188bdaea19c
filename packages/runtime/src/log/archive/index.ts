/** Files of what a log does not keep any more. */
export { type Archive, createArchive } from "./archive.js";
export { type OpenArchive, openArchive } from "./open-archive.js";
export { type ArchivedEntry, readArchive } from "./read.js";
