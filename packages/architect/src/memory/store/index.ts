/** Where memories lie: in the project, and in the home folder of a person who agreed. The only part of the memory that reads and writes. */
export { learnedSchema, noteText } from "./form.js";
export { type HomeFiles, homeFiles, readSharing, type Sharing, writeSharing } from "./home.js";
export { learnedFile, openLearned } from "./project-file.js";
export {
  type Designed,
  recallNearest,
  rememberDesign,
  rememberMeasurements,
  rememberNote,
  shareNow,
} from "./remember.js";
