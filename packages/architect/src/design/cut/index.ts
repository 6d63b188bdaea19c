/** Which service keeps what and does what. Pure. */
export type * from "./cut.js";
export { cutOf } from "./cut-of.js";
export { concern } from "./owners.js";
export { mention, type Subject, subjectsOf } from "./subjects.js";
