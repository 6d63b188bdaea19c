export { mostBytesRead } from "./blobs.js";
export { ask, git, repositoryOf, runGit } from "./git.js";
export { readSnapshot, type Scope } from "./read-snapshot.js";
export {
  type Changed,
  type Entry,
  type Snapshot,
  submodule,
  symlink,
  textBefore,
  textOf,
} from "./snapshot.js";
