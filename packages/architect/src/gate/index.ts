/** Nothing is built before a person has confirmed what it is to be. Light: what reads a brief is loaded when one is read. */
export type { GatedVerb } from "./gated-verb.js";
export { isSealed } from "./is-sealed.js";
export { requireAgreement } from "./require-agreement.js";
export { requireBrief } from "./require-brief.js";
