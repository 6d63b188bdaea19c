/** How much of what: formulas with their sources, and the plan that they come to. Pure. */
export type * from "./capacity.js";
export { type CapacityInput, capacityOf } from "./capacity-of.js";
export { demandOf } from "./demand/demand-of.js";
export { defaultPrices } from "./prices/default-prices.js";
export type { Prices } from "./prices/prices.js";
export { readPrices } from "./prices/read-prices.js";
export type { Widths } from "./widths/widths.js";
