/** Earlier designs that are alike, and why. */
export { type Compared, compare, distanceOf } from "./distance.js";
export { type DecidedThere, type Recollection, recall } from "./recall.js";
export { alike, comparedLine, noteLine, recollectionLine } from "./say.js";
