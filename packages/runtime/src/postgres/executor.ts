import type { Prepared } from "./compile/prepared.js";
import type { Result } from "./connection/execution.js";
import type { Parameter } from "./parameter.js";

/** Runs a statement somewhere: on a connection of the pool, or in a transaction. Failures are from the catalogue. */
export type Execute = (
  prepared: Prepared,
  values: readonly Parameter[],
  describe?: boolean,
) => Promise<Result>;
