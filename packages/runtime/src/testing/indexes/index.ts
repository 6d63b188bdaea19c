export { expectIndexes, type IndexOptions, type IndexReport } from "./expect-indexes.js";
