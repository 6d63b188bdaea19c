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
