/** Each question that an architect settles, as a pure function of the needs. */
export type * from "./decision.js";
