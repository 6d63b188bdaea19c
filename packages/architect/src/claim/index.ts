/** A file that one process holds at a time. */
export { claimFile, type Holder, NotAFile } from "./claim-file.js";
export { claimInTurn } from "./claim-in-turn.js";
