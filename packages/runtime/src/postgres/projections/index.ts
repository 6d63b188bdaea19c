/** The rows of projections: which builds there are of each, how far they are, and writing them. */
export { askForBuild, type BuildState, beginBuild, makeLive, readBuilds, sweepBuilds } from "./builds.js";
export {
  type Build,
  emptyProjected,
  type LogPlace,
  readProjected,
  type StoredRow,
  writeProjected,
} from "./rows.js";
