/** Files that are on the disk once a call returns. */
export { errnoOf } from "./errno.js";
export { removeQuietly } from "./remove-quietly.js";
export { syncFolder } from "./sync-folder.js";
export { writeAtOnce } from "./write-at-once.js";
export { writeThrough } from "./write-through.js";
