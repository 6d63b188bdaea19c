import {
  anyone,
  by,
  entity,
  integer,
  money,
  reference,
  role,
  search,
  service,
  system,
  text,
} from "@lintel/runtime";
import { resolve, type SystemModel } from "@lintel/runtime/tools";
import { cutOf } from "../cut/index.js";
import { decisionsOf } from "../decisions/index.js";
import type { Needs } from "../needs/index.js";
import { type Capacity, capacityOf, type Demand, defaultPrices, demandOf, readPrices } from "./index.js";

const access = { read: anyone, write: role("clerk") };

/** For tests: a blueprint of what the shop of `brief/scenario.ts` keeps, and of a shelf that its brief does not name. */
const shopModel: SystemModel = resolve(
  system("shop", {
    version: 1,
    services: [
      service("catalog", {
        entities: {
          shelf: entity({ name: text({ max: 50 }).unique() }, { access }),
          product: entity(
            {
              name: text({ max: 200 }),
              description: text({ max: 5_000 }).optional(),
              price: money(),
              shelf: reference("shelf"),
            },
            { access, feed: true, indexes: [by("price"), search(["name"])] },
          ),
        },
      }),
      service("orders", {
        entities: {
          order: entity({ count: integer(), total: money() }, { access, indexes: [by("-createdAt")] }),
        },
      }),
    ],
  }),
);

/** For tests: the plan of some needs, decided and cut as the design does. */
export function planOf(needs: Needs, model: SystemModel = shopModel, pricesText = defaultPrices): Capacity {
  const cut = cutOf(needs);
  const decisions = decisionsOf({ needs, cut, demand: demandOf(needs) });
  return capacityOf({ needs, cut, decisions, model, prices: readPrices(pricesText) });
}

/** For tests of what does not look at sizes and costs: a plan that has nothing but the demand. */
export function noPlan(demand: Demand): Capacity {
  return {
    demand,
    tables: [],
    services: [],
    storage: [],
    machines: {
      instances: demand.instances,
      spare: 1,
      databases: 1,
      database: { name: "small", cores: 2, memory: 4 },
      disk: 10e9,
    },
    parts: [],
    costs: { currency: "EUR", lines: [], total: 0, placeholder: false, notes: [], from: [] },
    formulas: [],
  };
}
