/** What is further away says nothing. */
const tenYears = 120;

/** Months until what is `now` is at `limit`, where it grows by the part `growth` each month; undefined beyond ten years. */
export function monthsByGrowth(now: number, limit: number, growth: number): number | undefined {
  if (now >= limit) return 0;
  if (now <= 0 || growth <= 0) return undefined;
  return bounded(Math.log(limit / now) / Math.log(1 + growth));
}

/** Months until what is `now` and in a year `inAYear` is at `limit`, where as much is added each month; undefined beyond ten years. */
export function monthsByYear(now: number, inAYear: number, limit: number): number | undefined {
  if (now >= limit) return 0;
  const aMonth = (inAYear - now) / 12;
  return aMonth <= 0 ? undefined : bounded((limit - now) / aMonth);
}

function bounded(months: number): number | undefined {
  return months > tenYears ? undefined : Math.floor(months * 10) / 10;
}
