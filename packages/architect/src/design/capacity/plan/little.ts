/**
 * Requests in work at once at a rate and a time that each takes. Little's law: L = λ × W, with λ a second and W in seconds.
 *
 * Source: J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9, 1961.
 */
export function inWork(ratePerSecond: number, milliseconds: number): number {
  return (ratePerSecond * milliseconds) / 1_000;
}

/**
 * How long something takes that needs `milliseconds` by itself, where it finds its server busy for the part `busy` of the time: W = S / (1 − ρ).
 *
 * Source: the queue M/M/1; L. Kleinrock, "Queueing Systems", volume 1, 1975, section 3.2.
 */
export function withWaiting(milliseconds: number, busy: number): number {
  if (busy >= 1) return Number.POSITIVE_INFINITY;
  return milliseconds / (1 - busy);
}
