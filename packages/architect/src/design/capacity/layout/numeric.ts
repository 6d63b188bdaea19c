/** Decimal digits that PostgreSQL keeps in two bytes (`DEC_DIGITS`, src/backend/utils/adt/numeric.c). */
const together = 4;

/**
 * Bytes of a numeric, without the header of a value that varies: two for sign, scale and weight, and two for every four digits from the first
 * that is not nought to the last, counted from the point.
 */
export function numericBytes(text: string): number {
  const [whole = "", part = ""] = text.replace(/^[+-]/, "").split(".");
  const left = whole.padStart(Math.ceil(whole.length / together) * together, "0");
  const right = part.padEnd(Math.ceil(part.length / together) * together, "0");
  const groups = (left + right).match(/.{4}/g) ?? [];
  const first = groups.findIndex((group) => group !== "0000");
  if (first === -1) return 2;
  const last = groups.findLastIndex((group) => group !== "0000");
  return 2 + 2 * (last - first + 1);
}

/**
 * Bytes of a numeric of this precision and scale whose values nobody has measured: amounts are as often of few digits as of many (Benford), so
 * that half of the digits before the point are taken, and all of those behind it.
 */
export function usualNumericBytes(precision: number, scale: number): number {
  const before = Math.max(1, Math.ceil((precision - scale) / 2 / together));
  return 2 + 2 * (before + Math.ceil(scale / together));
}
