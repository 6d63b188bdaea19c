/** What consumers have done and could not do, in tables of their own service. */
export { type ConsumerPlace, claimStatement, type EntryPlace, pruneInbox } from "./inbox.js";
export { countLetters, type LetterCounts, type WaitingLane, waitingLanes } from "./lanes.js";
export {
  beginAttempt,
  type Delivery,
  type Ending,
  endAttempt,
  findLetters,
  firstLetter,
  keepStatement,
  type Letter,
  type LetterState,
  listLetters,
  takeLetterStatement,
} from "./letters.js";
export { editLetter, replayLetter, seekConsumer, skipLetter } from "./steer.js";
