/** A user's project: where it lies, and what its files say. */
export { findFolder } from "./find-folder.js";
export { isSystem, loadBlueprint } from "./load-blueprint.js";
export { loadDefault, readTypeScript } from "./load-module.js";
export { findProject, type Project } from "./project.js";
export {
  type DevelopmentNote,
  prepareState,
  readDevelopmentNote,
  removeDevelopmentNote,
  writeDevelopmentNote,
} from "./state.js";
