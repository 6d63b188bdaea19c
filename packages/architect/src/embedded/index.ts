/** PostgreSQL on this machine without Docker. */
export type { Binaries } from "./binaries.js";
export { EmbeddedError, type EmbeddedErrorCode, embeddedErrorCodes } from "./embedded-error.js";
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./start-embedded.js";
