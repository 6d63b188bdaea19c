import { failure, LintelError } from "../../errors.js";
import { createFrame, type Frame } from "./frame.js";

/** What a client can go on from by beginning anew, and only so. */
const resets: readonly string[] = [
  "LOG_EPOCH_OTHER",
  "LOG_POSITION_AHEAD",
  "LOG_POSITION_GONE",
  "FEED_VIEW_CHANGED",
];

/**
 * The frame that tells a client why a view cannot be had: `reset` where it is to begin anew, otherwise `failed`. `id` is undefined where a
 * message had none. What is no failure of the catalogue is told as `INTERNAL`, without a word of it.
 */
export function refusalFrame(id: number | undefined, error: unknown): Frame {
  const known = knownFailure(error);
  const type = isReset(known) ? "reset" : "failed";
  const errors = type === "failed" && known.errors.length > 0 ? known.errors : undefined;
  const text = JSON.stringify({ type, id, code: known.publicCode, detail: known.message, errors });
  return createFrame(type, text);
}

/** Whether a client is to throw its rows away and begin anew. */
export function isReset(error: LintelError): boolean {
  return resets.includes(error.code);
}

/** What a client may be told of an error: all of one from the catalogue, nothing of another. */
export function knownFailure(error: unknown): LintelError {
  return error instanceof LintelError
    ? error
    : failure("INTERNAL", "Something went wrong here.", { cause: error });
}
