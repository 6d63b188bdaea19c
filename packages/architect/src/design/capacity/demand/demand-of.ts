import type { Known, Needs } from "../../needs/index.js";
import type { Demand, EntityDemand } from "../capacity.js";
import { measured } from "../measured.js";
import { entityDemand, secondsOfAYear } from "./entity-demand.js";
import { instancesFor, type Rates } from "./instances.js";
import { readsOfKind } from "./reads.js";

/** How far back rows are read so often that they must lie in memory, in seconds: a week. A rule of thumb. */
const recent = 7 * 86_400;

/** Part of the rows that most reads are for, where all of them are old. A rule of thumb: a fifth, after Pareto. */
const often = 0.2;

/**
 * What comes in and what is kept, from the needs alone: before there is a cut, a decision or a blueprint. Sizes are rough; rates are those of
 * the brief. More of anything that is asked for never comes to less of anything that is needed.
 */
export function demandOf(needs: Needs): Demand {
  const { usual, peak, most } = needs.load;
  const rates = ratesOf(needs, most.value);
  const inAYear = (1 + Math.max(0, needs.growth.value)) ** 12;
  const entities = needs.entities.map((entity) => entityDemand(entity, needs.entities));
  const followers = followersOf(needs);
  const grown: Rates = {
    read: rates.read * inAYear,
    row: rates.row * inAYear,
    command: rates.command * inAYear,
  };
  const all = rates.read + rates.row + rates.command;
  const statements = (["read", "row", "command"] as const).reduce(
    (sum, kind) => sum + rates[kind] * measured[kind].statements,
    0,
  );
  return Object.freeze({
    requests: Object.freeze({
      usual: usual.value,
      peak: peak.value,
      most: most.value,
      mostInAYear: most.value * inAYear,
    }),
    rates: Object.freeze(rates),
    reads: all === 0 ? readsOfKind[needs.kind.value] : rates.read / all,
    statementsPerRequest: all === 0 ? measured.read.statements : statements / all,
    followers,
    entities: Object.freeze(entities),
    stored: Object.freeze({
      now: sumOf(entities, ({ rows, rowBytes }) => rows.now * rowBytes),
      inAYear: sumOf(entities, ({ rows, rowBytes }) => rows.inAYear * rowBytes),
    }),
    workingSet: sumOf(needs.entities, (entity) => {
      const demand = entityDemand(entity, needs.entities);
      return workingSetOf(demand, entity.keptFor ?? Number.POSITIVE_INFINITY);
    }),
    instances: instancesFor(grown, followers * inAYear),
    ...restingOn([usual, peak, most, needs.kind, needs.growth, needs.load.concurrent], needs),
  });
}

/** Requests a second at the most that comes, by what they cost: messages of devices and runs write a row each. */
function ratesOf(needs: Needs, most: number): Rates {
  const messages = Math.min(most, needs.ingest?.value.rate ?? 0);
  const batch = needs.batch ? needs.batch.value.records / Math.max(1, needs.batch.value.within) : 0;
  const reads = readsOfKind[needs.kind.value];
  return {
    read: (most - messages) * reads,
    row: messages + batch,
    command: (most - messages) * (1 - reads),
  };
}

/** Everyone who is there at once, where changes are to be seen as they happen. */
function followersOf(needs: Needs): number {
  const offered = needs.choice("architecture.interfaces").value.includes("websocket");
  const soon = needs.choice("experience.live").value;
  return offered && !soon.includes("no") ? needs.load.concurrent.value : 0;
}

/**
 * The rows of the last week, or a fifth of all where that is more, with their indexes. Of what is thrown away within a year, a stream, the last
 * week alone: nobody reads it all again.
 */
function workingSetOf({ rows, rowBytes, writes }: EntityDemand, keptFor: number): number {
  const read = keptFor < secondsOfAYear ? 0 : rows.inAYear * often;
  return Math.min(rows.inAYear, Math.max(read, writes * recent)) * rowBytes;
}

function restingOn(facts: readonly Known<unknown>[], needs: Needs): Pick<Demand, "from" | "missing"> {
  const missing = facts.flatMap(({ assumed }) => assumed?.missing ?? []);
  if (needs.entities.length === 0) missing.push("data.entities");
  return {
    from: Object.freeze([
      ...new Set([...facts.flatMap(({ from }) => from), ...needs.entities.flatMap(({ from }) => from)]),
    ]),
    missing: Object.freeze([...new Set(missing)]),
  };
}

function sumOf<T>(list: readonly T[], of: (one: T) => number): number {
  return Math.ceil(list.reduce((sum, one) => sum + of(one), 0));
}
