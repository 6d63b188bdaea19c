/** A point in the system, and the places to send a reader to, the nearest first. */
export interface Spot {
  readonly path: string;
  readonly origins: readonly unknown[];
}

/** A point inside another; without a place of its own it takes that of what holds it. */
export function within(spot: Spot, step: string, origin?: unknown): Spot {
  const path = spot.path === "" ? step.replace(/^\./, "") : spot.path + step;
  return { path, origins: origin === undefined ? spot.origins : [origin, ...spot.origins] };
}
