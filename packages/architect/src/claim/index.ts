/** A file that one process holds at a time. */
export { changeInTurn } from "./change-in-turn.js";
export { claimFile, type Holder, NotAFile } from "./claim-file.js";
