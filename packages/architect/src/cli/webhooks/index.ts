import type { Verb } from "../verb.js";
import { disable } from "./disable.js";
import { enable } from "./enable.js";
import { list } from "./list.js";
import { replay } from "./replay.js";
import { show } from "./show.js";

/** The verbs of `lintel webhooks`. */
export const webhookVerbs: readonly Verb[] = [list, show, replay, enable, disable];
