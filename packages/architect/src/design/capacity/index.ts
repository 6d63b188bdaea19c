/** How much of what: formulas with their sources, and the plan that they come to. Pure. */
export type * from "./capacity.js";
export { type CapacityInput, capacityOf } from "./capacity-of.js";
export { demandOf } from "./demand/demand-of.js";
export { fitScalability, type Scalability } from "./plan/scalability.js";
export { spareWords } from "./plan/spare-words.js";
export { defaultPrices } from "./prices/default-prices.js";
export type { Prices } from "./prices/prices.js";
export { readPrices } from "./prices/read-prices.js";
export { type SizedTable, sizesIn } from "./tables/sizes-in.js";
export type { TableSize } from "./tables/table-size.js";
export { measuredWidths, widthsStatement } from "./widths/measure.js";
export { readWidths } from "./widths/read-widths.js";
export type { TableWidths, Widths } from "./widths/widths.js";
export { writeWidths } from "./widths/write-widths.js";
