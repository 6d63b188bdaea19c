/** What is measured. Each is kept in one unit, whatever it was said in. */
export const measures = Object.freeze({
  /** Requests, events or messages: a second. */
  rate: { unit: "per second" },
  /** How long an answer takes: milliseconds, at a percentile. */
  latency: { unit: "ms" },
  /** A span of time: seconds. */
  duration: { unit: "s" },
  /** Bytes. */
  size: { unit: "bytes" },
  /** Bytes a month. */
  transfer: { unit: "bytes per month" },
  /** Things, people, rows. */
  count: { unit: "" },
  /** Things a month. */
  countRate: { unit: "per month" },
  /** A part of a whole: per cent. */
  share: { unit: "%" },
  /** Growth: per cent a month. */
  growth: { unit: "% per month" },
  /** Time in service: per cent of a year. */
  availability: { unit: "%" },
  /** An amount of a currency, once or a month. */
  money: { unit: "" },
  /** A day: its number since 1970-01-01, UTC. */
  date: { unit: "" },
} as const);

export type Measure = keyof typeof measures;

/** A number that means something by itself. */
export interface Quantity {
  readonly measure: Measure;
  /** In the measure's unit. */
  readonly value: number;
  /** Of a latency: 50 to 100, such as 99. */
  readonly percentile?: number;
  /** Of money: ISO 4217, such as `EUR`. */
  readonly currency?: string;
  /** Of money: a month, or once where it is left out. */
  readonly per?: "month";
  /** Under which it holds: "at 2,000 requests a second". */
  readonly condition?: string;
}
