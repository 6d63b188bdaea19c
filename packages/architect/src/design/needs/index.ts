/** What an architect needs of a brief, as figures and choices that know where they come from. Pure. */
export type * from "./needs.js";
export { needsOf } from "./needs-of.js";
