// A format costs far more to make than to use.
const small = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });
const large = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A number as a person reads it: `1,000,000`, `0.5`. */
export function sayNumber(value: number): string {
  return (Math.abs(value) < 100 ? small : large).format(value);
}

/** A span of time in the unit that suits it: `90 s` is `90 s`, `7200 s` is `2 h`. */
export function saySpan(seconds: number): string {
  const units = [
    [365 * 86_400, "years"],
    [86_400, "days"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ] as const;
  const [size, unit] = units.find(
    ([size]) => seconds >= 2 * size || (seconds >= size && seconds % size === 0),
  ) ?? [1, "s"];
  const count = Math.round((seconds / size) * 10) / 10;
  const singular = count === 1 && unit.endsWith("s") && unit !== "s" ? unit.slice(0, -1) : unit;
  return `${sayNumber(count)} ${singular}`;
}

/** Bytes in the decimal unit that suits them: `5 GB`. */
export function saySize(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return `${sayNumber(Math.round((bytes / 1000 ** step) * 100) / 100)} ${units[step]}`;
}

/** A day: `2026-11-30`. */
export function sayDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
