/** What `lintel db migrate` reads when a migration leads to many changes. */
export { manyChangesSystem as default } from "../kinds.js";
