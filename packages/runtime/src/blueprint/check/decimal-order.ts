const decimal = /^-?\d+(?:\.\d+)?$/;

/** True for a decimal number in plain digits: `"-12.50"`. */
export function isDecimal(value: unknown): value is string {
  return typeof value === "string" && decimal.test(value);
}

/** Below zero, zero or above zero, as the first of two decimal strings is less than, equal to or more than the second. */
export function compareDecimals(one: string, other: string): number {
  const scale = Math.max(digitsAfterPoint(one), digitsAfterPoint(other));
  const difference = scaled(one, scale) - scaled(other, scale);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** Whether a decimal string fits `numeric(precision, scale)` without rounding. */
export function fitsNumeric(value: string, precision: number, scale: number): boolean {
  const [whole = "", fraction = ""] = value.replace("-", "").split(".");
  return fraction.replace(/0+$/, "").length <= scale && whole.replace(/^0+/, "").length <= precision - scale;
}

function digitsAfterPoint(value: string): number {
  return value.split(".")[1]?.length ?? 0;
}

function scaled(value: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = value.split(".");
  return BigInt(whole + fraction.padEnd(scale, "0"));
}
