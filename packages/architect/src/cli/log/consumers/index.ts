import type { Verb } from "../../verb.js";
import { consumers } from "./consumers.js";
import { pause, resume } from "./pause.js";
import { replay, seek } from "./seek.js";

export { deadVerbs } from "./dead.js";

/** The verbs of `lintel log` that are about consumers. */
export const consumerVerbs: readonly Verb[] = [consumers, pause, resume, seek, replay];
