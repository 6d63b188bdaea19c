import { LintelError } from "../../errors.js";
import { parsePosition } from "../position.js";

/** How far a log is. */
export interface HeadOfLog {
  readonly epoch: string;
  readonly position: number;
  readonly firstKept: number;
}

/** Ends with one of the codes that a command declares for it. */
type Fail = (code: string, detail: string) => never;

/**
 * The position after which an endpoint goes on, to send again from a message on: `from` is the id of that message, `epoch:position`, or
 * `latest` for what comes from now on.
 */
export function positionBefore(from: string, { epoch, position, firstKept }: HeadOfLog, fail: Fail): number {
  if (from === "latest") return position;
  const asked = readPosition(from);
  if (!asked)
    return fail(
      "WEBHOOK_POSITION_INVALID",
      `Received ${JSON.stringify(from)}; expected the id of a message, epoch:position, or latest.`,
    );
  if (asked.epoch !== epoch)
    return fail("LOG_EPOCH_OTHER", `Received ${from}; the epoch of the log is ${epoch} now.`);
  if (asked.position > position + 1)
    return fail("LOG_POSITION_AHEAD", `Received ${from}; expected ${position + 1} at most.`);
  if (asked.position < firstKept)
    return fail("LOG_POSITION_GONE", `Received ${from}; what is kept begins at ${firstKept}.`);
  return asked.position - 1;
}

function readPosition(text: string) {
  try {
    return parsePosition(text);
  } catch (error) {
    if (error instanceof LintelError) return undefined;
    throw error;
  }
}
