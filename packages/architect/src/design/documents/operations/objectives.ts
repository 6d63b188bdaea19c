import type { Architecture } from "../../architecture.js";
import type { Known, LatencyNeed } from "../../needs/index.js";

/** Minutes of the window in which an error budget is spent: 30 days. */
export const windowMinutes = 30 * 24 * 60;

/** Bounds of the buckets of the runtime's histograms, in seconds: what a latency can be held to exactly. */
export const bucketBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** A promise that is measured by counting: so many of all must be good. */
export interface Objective {
  readonly id: "availability" | "reads" | "writes";
  readonly title: string;
  /** Part that must be good, 0 to 1. */
  readonly target: number;
  /** Part that may be bad: 1 - target, without the noise of binary fractions. */
  readonly budget: number;
  /** The part that was bad in a window, as PromQL: `window` is `5m`. */
  bad(window: string): string;
  /** How many were bad in a window. */
  badCount(window: string): string;
  /** The name of the recorded part that was bad, without its window. */
  readonly record: string;
  /** Of a latency: seconds that are asked for, and the bound that is counted by, no less. */
  readonly latency?: { readonly asked: number; readonly bound: number; readonly percentile: number };
  readonly known: Known<unknown>;
}

/** A value without the noise of binary fractions: 1 - 0.999 is 0.001. */
export function exact(value: number): number {
  return Number(value.toPrecision(9));
}

/** Those that the brief asks for and the metrics can show: a latency above the last bound of the histograms is left out. */
export function objectivesOf({ needs, model }: Pick<Architecture, "needs" | "model">): readonly Objective[] {
  const job = jobOf(model.name);
  return [
    availability(needs.uptime, job),
    ...latency("reads", 'method=~"GET|HEAD"', needs.latency.read, job),
    ...latency("writes", 'method=~"POST|PATCH|PUT|DELETE"', needs.latency.write, job),
  ];
}

/** The selector of the system's metrics: Prometheus scrapes it under its own name. */
export function jobOf(name: string): string {
  return `job=${JSON.stringify(name)}`;
}

function availability(uptime: Known<number>, job: string): Objective {
  const requests = (labels: string) => `http_request_duration_seconds_count{${labels}}`;
  const failed = requests(`${job},status="5xx"`);
  return {
    id: "availability",
    title: "Requests that are not answered with a failure of the system (5xx)",
    target: uptime.value,
    budget: exact(1 - uptime.value),
    bad: (window) =>
      `(sum(rate(${failed}[${window}])) or vector(0)) / sum(rate(${requests(job)}[${window}]))`,
    badCount: (window) => `sum(increase(${failed}[${window}]))`,
    record: "job:slo_errors:ratio_rate",
    known: uptime,
  };
}

function latency(
  id: "reads" | "writes",
  methods: string,
  need: Known<LatencyNeed>,
  job: string,
): readonly Objective[] {
  const asked = need.value.milliseconds / 1_000;
  const bound = bucketBounds.find((one) => one >= asked);
  if (bound === undefined || need.value.percentile >= 100) return [];
  const le = Number.isInteger(bound) ? `le=~"${bound}|${bound}.0"` : `le="${bound}"`;
  const labels = `${job},${methods}`;
  const all = (window: string) => `sum(FN(http_request_duration_seconds_count{${labels}}[${window}]))`;
  const quick = (window: string) =>
    `sum(FN(http_request_duration_seconds_bucket{${labels},${le}}[${window}]))`;
  return [
    {
      id,
      title: `${id === "reads" ? "Reads (GET, HEAD)" : "Writes (POST, PATCH, DELETE)"} that are answered in time`,
      target: exact(need.value.percentile / 100),
      budget: exact(1 - need.value.percentile / 100),
      bad: (window) => `1 - ${quick(window)} / ${all(window)}`.replaceAll("FN", "rate"),
      badCount: (window) => `${all(window)} - ${quick(window)}`.replaceAll("FN", "increase"),
      record: `job:slo_slow_${id}:ratio_rate`,
      latency: { asked, bound, percentile: need.value.percentile },
      known: need,
    },
  ];
}

/** Minutes of the window that may be bad, all at once. */
export function budgetMinutes({ budget }: Pick<Objective, "budget">): number {
  return exact(budget * windowMinutes);
}
