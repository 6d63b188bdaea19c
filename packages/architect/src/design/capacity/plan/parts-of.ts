import type { SystemModel } from "@lintel/runtime/tools";
import type { Needs } from "../../needs/index.js";
import type { Demand, Machines, Saturation, ServiceCapacity, Stored, TableEstimate } from "../capacity.js";
import { processorsOf } from "../demand/instances.js";
import { busyAtMost, deliveriesOfAProcessor, followersOfAnInstance, positionsASecond } from "../measured.js";
import type { Prices } from "../prices/prices.js";
import { memoryForData } from "./machines-of.js";
import { monthsByGrowth, monthsByYear } from "./months.js";
import { instancesOnOneDatabase, worthwhile } from "./one-database.js";
import { partOfRows } from "./tables-of.js";

/** Connections that PostgreSQL takes unless told otherwise, less those that it keeps for its owner (`max_connections`, `superuser_reserved_connections`). */
const connectionsOfPostgres = 97;
/** Part of the memory that connections may take, and bytes of one that waits. Rules of thumb. */
const memoryForConnections = 0.25;
const bytesOfAConnection = 5e6;
/** Part of the followers whom one change is for. A rule of thumb: one in ten. */
const concerned = 0.1;
/** Rows that a command changes, each an entry of the log. */
const entriesOfACommand = 4;

export interface PartsInput {
  readonly needs: Needs;
  readonly demand: Demand;
  readonly model: SystemModel;
  readonly tables: readonly TableEstimate[];
  readonly services: readonly ServiceCapacity[];
  readonly storage: readonly Stored[];
  readonly machines: Machines;
  readonly prices: Prices;
}

/** What each part can bear, what it has to, when that is reached and what to do then; the part that is full first comes first. */
export function partsOf(input: PartsInput): readonly Saturation[] {
  return [
    serverProcessors(input),
    databaseProcessors(input),
    ...instancesTogether(input),
    writesOfOneDatabase(input),
    connections(input),
    memory(input),
    disk(input),
    ...followers(input),
    ...log(input),
  ]
    .map((part) => Object.freeze(part))
    .toSorted((one, other) => (one.months ?? 1e9) - (other.months ?? 1e9));
}

const growthOf = (needs: Needs) => Math.max(0, needs.growth.value);
const grown = (value: number, needs: Needs) => value * (1 + growthOf(needs)) ** 12;
const fromLoad = (needs: Needs) => [...new Set([...needs.load.most.from, ...needs.growth.from])];

/** A part that is filled as the load grows. */
function byLoad(
  needs: Needs,
  part: Pick<Saturation, "part" | "measure" | "unit" | "limit" | "now" | "remedy">,
  from: readonly string[] = fromLoad(needs),
): Saturation {
  return {
    ...part,
    inAYear: grown(part.now, needs),
    ...full(monthsByGrowth(part.now, part.limit, growthOf(needs))),
    from,
  };
}

function full(months: number | undefined): { readonly months?: number } {
  return months === undefined ? {} : { months };
}

function serverProcessors({ needs, demand, machines }: PartsInput): Saturation {
  return byLoad(needs, {
    part: "Server",
    measure:
      machines.spare === 0
        ? "Processors that requests keep busy, of one half of each instance"
        : "Processors that requests keep busy, of one half of all but one instance",
    unit: "processors",
    limit: Math.max(1, machines.instances - machines.spare) * busyAtMost,
    now: processorsOf(demand.rates),
    remedy: "Run one more instance: they share nothing but the database.",
  });
}

function databaseProcessors({ needs, demand, machines }: PartsInput): Saturation {
  return byLoad(needs, {
    part: "PostgreSQL, its processors",
    measure: "Processors that statements keep busy, of one half of those of the machine",
    unit: "processors",
    limit: machines.database.cores * busyAtMost,
    now: processorsOf(demand.rates, "database"),
    remedy: "Take the next larger machine; where reads are most of it, cache them or read from a replica.",
  });
}

function instancesTogether({ needs, demand, machines }: PartsInput): readonly Saturation[] {
  const limit = worthwhile(instancesOnOneDatabase(demand.rates, machines.database.cores));
  if (limit === undefined) return [];
  return [
    byLoad(needs, {
      part: "Instances beside one PostgreSQL",
      measure: "That work, of as many as still add half of what the first did",
      unit: "instances",
      limit,
      now: processorsOf(demand.rates) / busyAtMost,
      remedy:
        "One more instance adds less than half of what the first did: give PostgreSQL more processors, or cache what is read.",
    }),
  ];
}

function writesOfOneDatabase({ needs, demand, prices }: PartsInput): Saturation {
  const { rates } = demand;
  const writes = rates.row + rates.command;
  const cores = prices.databases.at(-1)?.cores ?? 1;
  const each = writes === 0 ? 0 : processorsOf({ ...rates, read: 0 }, "database") / writes;
  return byLoad(needs, {
    part: "One PostgreSQL, its writes",
    measure: "Requests that write, on the largest machine of the price list",
    unit: "a second",
    limit:
      each === 0
        ? (cores * busyAtMost) / (processorsOf({ read: 0, row: 1, command: 0 }, "database") || 1)
        : (cores * busyAtMost) / each,
    now: writes,
    remedy: "Give the service that writes most a database of its own, or part its largest table.",
  });
}

function connections({ needs, services, machines }: PartsInput): Saturation {
  const oneProcess = services.every(({ instances }) => instances === machines.instances);
  const now = services.reduce(
    (sum, { pool, instances }) => sum + pool * (oneProcess ? machines.instances : instances),
    0,
  );
  const limit = Math.max(
    connectionsOfPostgres,
    Math.floor((machines.database.memory * 1e9 * memoryForConnections) / bytesOfAConnection),
  );
  return {
    part: "PostgreSQL, its connections",
    measure: "That all instances open at the most, of as many as a quarter of its memory holds",
    unit: "connections",
    limit,
    now,
    inAYear: now,
    ...full(now >= limit ? 0 : undefined),
    remedy: `Set max_connections to at least ${Math.ceil(now * 1.2)} now (it is 100 unless told); beyond the memory lower connections.transactions of services that write little.`,
    from: fromLoad(needs),
  };
}

function memory({ needs, demand, machines }: PartsInput): Saturation {
  const limit = machines.database.memory * 1e9 * memoryForData;
  const part = demand.stored.inAYear === 0 ? 0 : demand.stored.now / demand.stored.inAYear;
  const now = demand.workingSet * part;
  return {
    part: "PostgreSQL, its memory",
    measure: "Rows and indexes that are read often, of three quarters of the memory",
    unit: "bytes",
    limit,
    now,
    inAYear: demand.workingSet,
    ...full(monthsByYear(now, demand.workingSet, limit)),
    remedy:
      "Take a machine with more memory; until then reads come from the disk, at some tenths of a millisecond each.",
    from: [...new Set(needs.entities.flatMap(({ from }) => from))],
  };
}

function disk({ needs, storage, machines }: PartsInput): Saturation {
  const at = (when: "now" | "inAYear") =>
    storage.reduce((sum, one) => sum + (one.where === "database" ? one[when] : 0), 0);
  return {
    part: "PostgreSQL, its disk",
    measure: "Tables, indexes, room for changes, and the log",
    unit: "bytes",
    limit: machines.disk,
    now: at("now"),
    inAYear: at("inAYear"),
    ...full(monthsByYear(at("now"), at("inAYear"), machines.disk)),
    remedy: "Enlarge the disk, which providers do while it runs; throw away what need not be kept.",
    from: [...new Set(needs.entities.flatMap(({ from }) => from))],
  };
}

function followers({ needs, demand, machines }: PartsInput): readonly Saturation[] {
  if (demand.followers === 0) return [];
  const serving = Math.max(1, machines.instances - machines.spare);
  const changes = demand.rates.row + demand.rates.command * entriesOfACommand;
  const from = [...new Set([...needs.load.concurrent.from, ...needs.growth.from])];
  return [
    byLoad(
      needs,
      {
        part: "Feeds, their followers",
        measure: "Clients that follow changes",
        unit: "connections",
        limit: serving * followersOfAnInstance,
        now: demand.followers,
        remedy: "Run one more instance: each holds its own followers.",
      },
      from,
    ),
    byLoad(
      needs,
      {
        part: "Feeds, what they give out",
        measure: "Changes given to clients, each to one follower in ten",
        unit: "a second",
        limit: serving * busyAtMost * deliveriesOfAProcessor,
        now: changes * demand.followers * concerned,
        remedy: "Run one more instance, or let clients follow fewer things.",
      },
      from,
    ),
  ];
}

function log({ needs, demand, model, tables }: PartsInput): readonly Saturation[] {
  const logged = new Set(model.services.flatMap((service) => (service.log ? [service.name] : [])));
  if (logged.size === 0) return [];
  const part = partOfRows(tables, (service) => logged.has(service)) ?? 1;
  return [
    byLoad(needs, {
      part: "Ordered log",
      measure: "Changes that are given their positions",
      unit: "a second",
      limit: positionsASecond * busyAtMost,
      now: demand.rates.row * part + demand.rates.command * entriesOfACommand,
      remedy: "Give the service that changes most a log of its own by cutting it in two.",
    }),
  ];
}
