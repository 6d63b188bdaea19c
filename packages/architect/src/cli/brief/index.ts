import type { Verb } from "../verb.js";
import { adopt } from "./adopt.js";
import { change } from "./change.js";
import { confirm } from "./confirm.js";
import { readBack } from "./read-back.js";
import { show } from "./show.js";
import { status } from "./status.js";

/** `lintel brief`, and the verbs below it. */
export const brief: Verb = readBack;
export const briefVerbs: readonly Verb[] = [status, show, confirm, change, adopt];
