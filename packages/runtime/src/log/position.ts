import { failure } from "../errors.js";

/** A place in a log: the entry at this position of this epoch. */
export interface LogPosition {
  readonly epoch: string;
  readonly position: number;
}

/** As text: `epoch:position`. */
export function formatPosition({ epoch, position }: LogPosition): string {
  return `${epoch}:${position}`;
}

const written = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([1-9]\d{0,15})$/;

/**
 * From the text that {@link formatPosition} makes.
 *
 * @throws `PARAMETER_INVALID`
 */
export function parsePosition(text: string): LogPosition {
  const [, epoch, position] = written.exec(text) ?? [];
  if (epoch !== undefined && position !== undefined) return { epoch, position: Number(position) };
  throw failure(
    "PARAMETER_INVALID",
    `Received the position ${JSON.stringify(text.slice(0, 80))}; expected an epoch and a position, as in 5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e:17.`,
  );
}

const cursor = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(0|[1-9]\d{0,14})$/;

/**
 * A cursor: everything up to and with this position was taken in; 0 where nothing was. `parameter` names where it came from.
 *
 * @throws `PARAMETER_INVALID`
 */
export function parseCursor(text: string, parameter: string): LogPosition {
  const [, epoch, position] = cursor.exec(text) ?? [];
  if (epoch !== undefined && position !== undefined) return { epoch, position: Number(position) };
  const message = `Received the cursor ${JSON.stringify(text.slice(0, 80))}; expected an epoch and a position, as in 5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e:17.`;
  throw failure("PARAMETER_INVALID", message, { errors: [{ parameter, rule: "value", message }] });
}
