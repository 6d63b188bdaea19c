/** How far a service has come in the logs that it follows, and whose turn it is to go on. */
export {
  advanceCursor,
  advanceStatement,
  type Cursor,
  type CursorTurn,
  ensureCursor,
  holdStatement,
  releaseCursor,
  renewCursor,
  takeCursor,
} from "./cursor.js";
export { type CursorState, pauseCursor, readCursors, seekCursor } from "./steer.js";
