/** What `lintel dev` does, and what other commands share with it. */
export { type Development, type DevelopmentOptions, develop } from "./development.js";
export type { Happening, Moved, Ready } from "./happening.js";
export { namedDatabase, type OpenDatabase, openDatabase, withoutPassword } from "./open-database.js";
