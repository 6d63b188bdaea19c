/** What `lintel db migrate` reads when a migration leads back. */
export { baseSystem as default } from "../kinds.js";
