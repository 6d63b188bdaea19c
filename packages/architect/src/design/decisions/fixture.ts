import type { Demand } from "../capacity/index.js";
import type { Cut } from "../cut/index.js";
import type { Needs } from "../needs/index.js";
import { type Decision, decisionsOf, type Override } from "./index.js";

/** For tests: a demand that follows from the needs as simply as can be, so that what is decided can be foretold. */
export function plainDemand({ load, growth, entities }: Needs): Demand {
  const mostInAYear = load.most.value * (1 + growth.value) ** 12;
  const stored = (rows: "now" | "inAYear") => entities.reduce((sum, entity) => sum + entity[rows] * 300, 0);
  return {
    requests: { usual: load.usual.value, peak: load.peak.value, most: load.most.value, mostInAYear },
    reads: 0.9,
    statementsPerRequest: 2,
    followers: 0,
    entities: [],
    stored: { now: stored("now"), inAYear: stored("inAYear") },
    workingSet: stored("inAYear") / 5,
    instances: 1 + Math.ceil(mostInAYear / 2_000),
  };
}

/** For tests: all of it in one service, and nothing that crosses. */
export function oneService({ entities, features }: Needs): Cut {
  return {
    services: [{ name: "main", does: "All of it", entities, features, because: "It is small." }],
    workflows: features.map((feature) => ({ feature, owner: "main", services: ["main"], systems: [] })),
  };
}

/** For tests: what is decided for needs. */
export function decided(
  needs: Needs,
  {
    overrides = [],
    cut = oneService(needs),
    demand = plainDemand(needs),
  }: { readonly overrides?: readonly Override[]; readonly cut?: Cut; readonly demand?: Demand } = {},
): readonly Decision[] {
  return decisionsOf({ needs, cut, demand, overrides });
}
