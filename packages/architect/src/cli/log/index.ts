import type { Verb } from "../verb.js";
import { consumerVerbs } from "./consumers/index.js";
import { projections } from "./projections.js";
import { rebuild } from "./rebuild.js";
import { status } from "./status.js";
import { tail } from "./tail.js";

export { deadVerbs } from "./consumers/index.js";

/** The verbs of `lintel log`. */
export const logVerbs: readonly Verb[] = [status, tail, projections, rebuild, ...consumerVerbs];
