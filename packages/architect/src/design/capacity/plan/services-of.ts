import type { SystemModel } from "@lintel/runtime/tools";
import type { Cut } from "../../cut/index.js";
import type { Decision } from "../../decisions/decision.js";
import type { Needs } from "../../needs/index.js";
import type { Demand, ServiceCapacity, TableEstimate } from "../capacity.js";
import { instancesFor, type Rates, scaled } from "../demand/instances.js";
import { busyAtMost, costAllowance, measured, type WorkKind } from "../measured.js";
import { chosenFor } from "./chosen.js";
import { inWork, withWaiting } from "./little.js";

/** How often a feature is used beside others, by its priority. A rule of thumb: what matters most is used most. */
const weights = { P0: 3, P1: 2, P2: 1, P3: 0 } as const;

/** A service keeps so many connections for reads unless told otherwise: two for lists and one for single rows. */
const readConnections = 3;
/** And so many for transactions (docs/reference/blueprint.md, `connections.transactions`). */
const transactionConnections = 8;
/** For the ordered log: two, and two more where the process gives positions. */
const logConnections = 4;
/** There and back between a server and its database in one region, in milliseconds, and how often a transaction waits for it. */
const roundTrip = 0.5;
const roundTrips = 4;

export interface ServicesInput {
  readonly needs: Needs;
  readonly cut: Cut;
  readonly decisions: readonly Decision[];
  readonly model: SystemModel;
  readonly demand: Demand;
  readonly tables: readonly TableEstimate[];
}

/** Whether all services run in one process. */
export function isOneProcess(decisions: readonly Decision[]): boolean {
  return chosenFor(decisions, "style") === "modular-monolith";
}

/** What each service of the blueprint has to do at the most that ever comes, and what it takes in a year. */
export function servicesOf(input: ServicesInput): readonly ServiceCapacity[] {
  const { needs, decisions, model, demand, tables } = input;
  const parts = partsOf(input);
  const inAYear = (1 + Math.max(0, needs.growth.value)) ** 12;
  const together = isOneProcess(decisions);
  return model.services.map(({ name, log }) => {
    const rates = scaled(demand.rates, parts.get(name) ?? 0);
    const requests = rates.read + rates.row + rates.command;
    const instances = together
      ? demand.instances
      : instancesFor(scaled(rates, inAYear), demand.followers * inAYear * (log ? 1 : 0));
    const own = tables.filter(({ service }) => service === name);
    return Object.freeze({
      service: name,
      requests,
      statements: sumOf(rates, (kind) => measured[kind].statements),
      inWork: inWorkAt(rates, needs),
      pool: poolOf(scaled(rates, inAYear), instances, log !== undefined),
      instances,
      stored: own.reduce(
        (sum, { bytes, outside, indexes }) =>
          sum +
          bytes.inAYear +
          outside.inAYear +
          indexes.reduce((all, index) => all + index.bytes.inAYear, 0),
        0,
      ),
      from: [...new Set([...needs.load.most.from, ...own.flatMap(({ from }) => from)])],
    });
  });
}

/** The part of all requests that each service has: those of the features that it begins or takes part in. */
function partsOf({ cut, model }: ServicesInput): ReadonlyMap<string, number> {
  const names = new Set(model.services.map(({ name }) => name));
  const weight = new Map<string, number>();
  for (const { feature, services } of cut.workflows)
    for (const name of services)
      if (names.has(name)) weight.set(name, (weight.get(name) ?? 0) + weights[feature.priority]);
  const owned = cut.workflows.reduce(
    (sum, { feature, owner }) => sum + (names.has(owner) ? weights[feature.priority] : 0),
    0,
  );
  return new Map(
    [...names].map((name) => [name, owned === 0 ? 1 / names.size : (weight.get(name) ?? 0) / owned]),
  );
}

/** At most: as if each request took as long as the brief allows. */
function inWorkAt(rates: Rates, { latency }: Needs): number {
  return (
    inWork(rates.read, latency.read.value.milliseconds) +
    inWork(rates.row + rates.command, latency.write.value.milliseconds)
  );
}

/** Connections of an instance, twice as many for transactions as are in work on average, and never fewer than Lintel opens by itself. */
function poolOf(rates: Rates, instances: number, hasLog: boolean): number {
  const serving = Math.max(1, instances - 1);
  const held = (["row", "command"] as const).reduce((sum, kind) => {
    const database = withWaiting(measured[kind].database * costAllowance, busyAtMost);
    return sum + inWork(rates[kind] / serving, database + roundTrips * roundTrip);
  }, 0);
  return (
    readConnections + Math.max(transactionConnections, Math.ceil(2 * held)) + (hasLog ? logConnections : 0)
  );
}

function sumOf(rates: Rates, of: (kind: WorkKind) => number): number {
  return (["read", "row", "command"] as const).reduce((sum, kind) => sum + rates[kind] * of(kind), 0);
}
