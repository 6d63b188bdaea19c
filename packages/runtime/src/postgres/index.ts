/** Plans become SQL here, and rows become JSON. The only importer of the driver. */
export type * from "./database.js";
export { type DatabaseOptions, openDatabase } from "./open-database.js";
