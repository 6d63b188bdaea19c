import type { Verb } from "../verb.js";
import { diff } from "./diff.js";
import { logins } from "./logins.js";
import { migrate } from "./migrate.js";
import { reset } from "./reset.js";
import { seed } from "./seed.js";
import { shell } from "./shell.js";
import { status } from "./status.js";
import { widths } from "./widths.js";

/** The verbs of `lintel db`. */
export const database: readonly Verb[] = [status, diff, migrate, logins, seed, widths, reset, shell];
