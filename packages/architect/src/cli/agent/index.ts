import type { Verb } from "../verb.js";
import { agentInstall } from "./install.js";
import { agentRemove } from "./remove.js";

/** The verbs of `lintel agent`. */
export const agentVerbs: readonly Verb[] = [agentInstall, agentRemove];
