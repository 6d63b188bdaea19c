import type { Decision } from "../../decisions/decision.js";
import type { Needs } from "../../needs/index.js";
import type { Demand, Machines, ServiceCapacity, Stored } from "../capacity.js";
import { processorsOf, scaled } from "../demand/instances.js";
import { busyAtMost } from "../measured.js";
import type { Prices } from "../prices/prices.js";
import { chosenFor } from "./chosen.js";
import { isOneProcess, processesOf } from "./services-of.js";

/** Part of a database's memory in which rows and indexes lie: the rest is of connections, sorting and the system. A rule of thumb. */
export const memoryForData = 0.75;
/** A disk is taken twice as large as what lies on it in a year, in steps of ten gigabytes. */
const diskTimes = 2;
const diskStep = 10e9;

/** Servers of PostgreSQL for each way of having copies of it. */
const serversOf: { readonly [option: string]: number } = {
  none: 1,
  standby: 2,
  synchronous: 3,
  readers: 3,
  "synchronous-readers": 4,
};

/** The smallest machines that bear the most of a year from now with half of their time free. */
export function machinesOf(
  needs: Needs,
  demand: Demand,
  decisions: readonly Decision[],
  services: readonly ServiceCapacity[],
  storage: readonly Stored[],
  prices: Prices,
): Machines {
  const rates = scaled(demand.rates, (1 + Math.max(0, needs.growth.value)) ** 12);
  const cores = processorsOf(rates, "database") / busyAtMost;
  const memory = demand.workingSet / memoryForData / 1e9;
  const database =
    prices.databases.find((one) => one.cores >= cores && one.memory >= memory) ?? prices.databases.at(-1);
  const kept = storage.reduce((sum, { where, inAYear }) => sum + (where === "database" ? inAYear : 0), 0);
  const instances = isOneProcess(decisions)
    ? processesOf(demand, decisions)
    : services.reduce((sum, service) => sum + service.instances, 0);
  return Object.freeze({
    instances,
    spare: chosenFor(decisions, "deployment") === "one-process" ? 0 : 1,
    databases: serversOf[chosenFor(decisions, "replicas") ?? "standby"] ?? 2,
    database: Object.freeze({
      name: database?.name ?? "",
      cores: database?.cores ?? 0,
      memory: database?.memory ?? 0,
    }),
    disk: Math.max(diskStep, Math.ceil((kept * diskTimes) / diskStep) * diskStep),
  });
}
