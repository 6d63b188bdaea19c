/** Plans become SQL here, and rows become JSON. The only importer of the driver. */
export type { Bound } from "./compile/prepared.js";
export type * from "./database.js";
export { quote } from "./identifier.js";
export type { Cause } from "./log/cause.js";
export { type DatabaseOptions, openDatabase } from "./open-database.js";
export { ownRights } from "./rights.js";
export { type SentStatement, statementsOf } from "./statements.js";
