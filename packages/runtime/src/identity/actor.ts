import type { Actor } from "../blueprint/index.js";

/** Whoever sends no token. */
export const anonymous: Actor = Object.freeze({ kind: "anonymous", id: "", roles: Object.freeze([]) });
