/** Below this a double has fewer digits, and some are lost. */
const smallestNormal = 2.2250738585072014e-308;
/** As many significant digits tell any double from every other (IEEE 754). */
const mostDigits = 17;
/** Any number of so few digits, without an exponent, is written again as it was read. */
const fewDigits = 15;

const written = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Whether a number that JSON writes without its sign keeps its value as a double. A whole number has to come back as the
 * same number. A fraction may be what programs write of a double, 0.10000000000000001 for 0.1: up to 17 significant
 * digits it is the double nearest to it. True also for what is no number at all.
 */
export function isKept(text: string, hasExponent: boolean): boolean {
  if (text.length <= fewDigits && !hasExponent) return true;
  const value = Number(text);
  const back = String(value);
  if (back === text) return true;
  const sent = decimal(text);
  if (sent === undefined || sent.digits === "") return true;
  const kept = decimal(back);
  if (kept?.digits === sent.digits && kept.exponent === sent.exponent) return true;
  const isFraction = sent.exponent < 0 && Number.isFinite(value) && value >= smallestNormal;
  return isFraction && sent.digits.length <= mostDigits;
}

/**
 * The significant digits without zeros around them, and the power of ten of the last. The zeros are counted in a loop,
 * since a regular expression would need quadratic time to find the last of them.
 */
function decimal(text: string): { readonly digits: string; readonly exponent: number } | undefined {
  const match = written.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const all = whole + fraction;
  let start = 0;
  let end = all.length;
  while (all[start] === "0") start++;
  while (end > start && all[end - 1] === "0") end--;
  return {
    digits: all.slice(start, end),
    exponent: Number(exponent) - fraction.length + (all.length - end),
  };
}
