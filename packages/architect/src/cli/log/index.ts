import type { Verb } from "../verb.js";
import { status } from "./status.js";
import { tail } from "./tail.js";

/** The verbs of `lintel log`. */
export const logVerbs: readonly Verb[] = [status, tail];
