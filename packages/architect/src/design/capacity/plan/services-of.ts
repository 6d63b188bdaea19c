import type { SystemModel } from "@lintel/runtime/tools";
import type { Cut } from "../../cut/index.js";
import type { Decision } from "../../decisions/decision.js";
import { entityNames } from "../../language/index.js";
import type { Needs } from "../../needs/index.js";
import type { Demand, ServiceCapacity, TableEstimate } from "../capacity.js";
import { instancesFor, type Rates, scaled } from "../demand/instances.js";
import { busyAtMost, costAllowance, measured, type WorkKind } from "../measured.js";
import { chosenFor } from "./chosen.js";
import { inWork, withWaiting } from "./little.js";
import { partOfRows } from "./tables-of.js";

/** How often a feature is used beside others, by its priority. A rule of thumb: what matters most is used most. */
const weights = { P0: 3, P1: 2, P2: 1, P3: 0 } as const;
/** What every service has beside its features: its rows are read and written. */
const ofAnyService = 1;

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

/**
 * Processes of the server where all services run in one: with one that may fail, but for a system that is put on one machine as one process, where a second
 * one would go down with the first.
 */
export function processesOf(demand: Demand, decisions: readonly Decision[]): number {
  return chosenFor(decisions, "deployment") === "one-process"
    ? Math.max(1, demand.instances - 1)
    : demand.instances;
}

/** What each service of the blueprint has to do at the most that ever comes, and what it takes in a year. */
export function servicesOf(input: ServicesInput): readonly ServiceCapacity[] {
  const { needs, decisions, model, demand, tables } = input;
  const parts = partsOf(input);
  const inAYear = (1 + Math.max(0, needs.growth.value)) ** 12;
  const together = isOneProcess(decisions);
  return model.services.map(({ name, log }) => {
    const part = parts.get(name) ?? 0;
    const rates = {
      ...scaled(demand.rates, part),
      // What devices and runs write comes where its rows lie, whatever else is asked of a service.
      row: demand.rates.row * (partOfRows(tables, (one) => one === name) ?? part),
    };
    const requests = rates.read + rates.row + rates.command;
    const instances = together
      ? processesOf(demand, decisions)
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

/**
 * The part of all requests that each service has: those of the features that it begins or takes part in, and some for what is read of it in any case. A service
 * of the blueprint has a feature where one of its commands or queries is called alike, where it is called as the cut calls it, or where it keeps what that keeps.
 */
function partsOf({ needs, cut, model }: ServicesInput): ReadonlyMap<string, number> {
  const servicesFor = matching(needs, cut, model);
  const weight = new Map(model.services.map(({ name }) => [name, ofAnyService]));
  let begun = ofAnyService * model.services.length;
  for (const { feature, owner, services } of cut.workflows) {
    const named = model.services.filter(({ commands, queries }) =>
      [...commands, ...queries].some((one) => plain(one.name) === plain(feature.name)),
    );
    const first = named.length > 0 ? named.map(({ name }) => name) : servicesFor(owner);
    if (first.length === 0) continue;
    begun += weights[feature.priority];
    const others = services.filter((name) => name !== owner).flatMap(servicesFor);
    for (const name of new Set([first[0] ?? "", ...others]))
      weight.set(name, (weight.get(name) ?? 0) + weights[feature.priority]);
  }
  return new Map([...weight].map(([name, own]) => [name, own / Math.max(1, begun)]));
}

/** Which services of the blueprint a service of the cut is: the one of its name, or those that keep its entities, the one with most of them first. */
function matching(needs: Needs, cut: Cut, model: SystemModel): (name: string) => readonly string[] {
  const names = entityNames(needs.entities.map(({ name }) => name));
  const called = new Map(needs.entities.map((entity, at) => [entity, plain(names[at] ?? entity.name)]));
  return (name) => {
    if (model.services.some((service) => service.name === name)) return [name];
    const kept = new Set(
      cut.services.find((one) => one.name === name)?.entities.map((one) => called.get(one)),
    );
    return model.services
      .map((service) => ({
        name: service.name,
        count: service.entities.filter((entity) => kept.has(plain(entity.name))).length,
      }))
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => other.count - one.count)
      .map((one) => one.name);
  };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
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
