import { exact, type Objective, windowMinutes } from "./objectives.js";

/**
 * How fast a budget burns, looked at over two windows: the long one shows that it matters, the short one that it still goes on. Factors and windows are those of
 * "The Site Reliability Workbook", chapter 5, "Alerting on SLOs", for a window of 30 days.
 */
export interface BurnRate {
  readonly factor: number;
  readonly long: string;
  readonly short: string;
  readonly longHours: number;
  readonly severity: "page" | "ticket";
}

export const burnRates: readonly BurnRate[] = [
  { factor: 14.4, long: "1h", short: "5m", longHours: 1, severity: "page" },
  { factor: 6, long: "6h", short: "30m", longHours: 6, severity: "page" },
  { factor: 3, long: "1d", short: "2h", longHours: 24, severity: "ticket" },
  { factor: 1, long: "3d", short: "6h", longHours: 72, severity: "ticket" },
];

/** Every window that a burn rate looks at, the shortest first. */
export const burnWindows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"] as const;

/** Those that can be reached: no more than all can be bad, and with a wide budget the fast ones never are. */
export function reachable({ budget }: Pick<Objective, "budget">): readonly BurnRate[] {
  return burnRates.filter(({ factor }) => factor * budget < 1);
}

/** The part that is bad above which the budget burns this fast. */
export function thresholdOf(
  { factor }: Pick<BurnRate, "factor">,
  { budget }: Pick<Objective, "budget">,
): number {
  return exact(factor * budget);
}

/** Part of the window's budget that is gone when the long window has burnt at this rate: 0.02 for 14.4 over an hour. */
export function spentBy({ factor, longHours }: BurnRate): number {
  return exact((factor * longHours * 60) / windowMinutes);
}
