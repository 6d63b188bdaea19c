/** Plans become SQL here, and rows become JSON. The only importer of the driver. */
export { type CopyTarget, copyInto } from "./copy.js";
export type * from "./database.js";
export { quote } from "./identifier.js";
export { type DatabaseOptions, openDatabase } from "./open-database.js";
