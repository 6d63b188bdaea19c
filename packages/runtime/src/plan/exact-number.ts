/** How an exact number is limited: digits in all, digits after the point, and its bounds as decimal text. */
export interface NumberLimits {
  readonly precision: number;
  readonly scale: number;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

const written = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/;
const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** Whether the text is a decimal number with no more digits than `numeric(precision, scale)` holds. */
export function fitsNumeric(text: string, { precision, scale }: NumberLimits): boolean {
  if (text.length > precision + 3) return false;
  const match = written.exec(text);
  if (!match) return false;
  const whole = match[1] === "0" ? 0 : (match[1]?.length ?? 0);
  return whole <= precision - scale && (match[2]?.length ?? 0) <= scale;
}

/** Whether the text is a whole number of 64 bits. */
export function fitsInt8(text: string): boolean {
  if (text.length > 20 || !/^-?(?:0|[1-9]\d*)$/.test(text)) return false;
  const value = BigInt(text);
  return value >= least && value <= most;
}

/** Whether the decimal number lies within the bounds, both included. Exact: no floating point. */
export function withinBounds(text: string, min: string | undefined, max: string | undefined): boolean {
  if (min !== undefined && compareNumbers(text, min) < 0) return false;
  return max === undefined || compareNumbers(text, max) <= 0;
}

/** Below zero, zero or above, as the first decimal number is less than, equal to or greater than the second. */
export function compareNumbers(one: string, other: string): number {
  const places = Math.max(placesOf(one), placesOf(other));
  const a = scaled(one, places);
  const b = scaled(other, places);
  return a < b ? -1 : a > b ? 1 : 0;
}

function placesOf(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text: string, places: number): bigint {
  return BigInt(text.replace(".", "") + "0".repeat(places - placesOf(text)));
}
