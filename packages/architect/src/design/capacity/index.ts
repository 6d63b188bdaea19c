/** How much of what: formulas with their sources, and the plan that they come to. Pure. */
export type * from "./capacity.js";
export { demandOf } from "./demand/demand-of.js";
