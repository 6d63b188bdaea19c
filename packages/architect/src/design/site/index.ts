/** One page of HTML of all documents of an architecture. Pure. */
export { siteOf } from "./site-of.js";
