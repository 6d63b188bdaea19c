import type { SystemModel } from "@lintel/runtime/tools";
import type { Cut } from "../cut/index.js";
import type { Decision } from "../decisions/decision.js";
import type { Needs } from "../needs/index.js";
import type { Capacity } from "./capacity.js";
import { demandOf } from "./demand/demand-of.js";
import { formulas } from "./formulas.js";
import { costsOf } from "./plan/costs-of.js";
import { machinesOf } from "./plan/machines-of.js";
import { partsOf } from "./plan/parts-of.js";
import { servicesOf } from "./plan/services-of.js";
import { storageOf } from "./plan/storage-of.js";
import { tablesOf } from "./plan/tables-of.js";
import type { Prices } from "./prices/prices.js";
import type { Widths } from "./widths/widths.js";

export interface CapacityInput {
  readonly needs: Needs;
  readonly cut: Cut;
  readonly decisions: readonly Decision[];
  readonly model: SystemModel;
  readonly prices: Prices;
  /** How wide values are, where somebody measured it. */
  readonly widths?: Widths;
}

/** How much is needed of what, when it is full, and what it costs. Pure: the same for the same needs, blueprint and prices. */
export function capacityOf(input: CapacityInput): Capacity {
  const { needs, decisions, model, prices, widths } = input;
  const demand = demandOf(needs);
  const tables = tablesOf(needs, model, widths);
  const services = servicesOf({ ...input, demand, tables });
  const storage = storageOf(needs, demand, model, tables);
  const machines = machinesOf(needs, demand, decisions, services, storage, prices);
  return Object.freeze({
    demand,
    tables: Object.freeze(tables),
    services: Object.freeze(services),
    storage: Object.freeze(storage),
    machines,
    parts: Object.freeze(partsOf({ needs, demand, model, tables, services, storage, machines, prices })),
    costs: costsOf(needs, demand, machines, storage, prices),
    formulas,
  });
}
