import type { Prepared } from "./compile/prepared.js";
import type { Result } from "./connection/execution.js";
import type { Parameter } from "./parameter.js";
import type { Rights } from "./rights.js";

/**
 * Runs a statement somewhere: on a connection of the pool, or in a transaction. With the rights that are named, or
 * with those of the place: nobody's among the reads, the service's own in a transaction. Failures are from the
 * catalogue.
 */
export type Execute = (
  prepared: Prepared,
  values: readonly Parameter[],
  describe?: boolean,
  rights?: Rights,
) => Promise<Result>;

/** The same, with these rights. */
export function withRights(execute: Execute, rights: Rights): Execute {
  return (prepared, values, describe = false) => execute(prepared, values, describe, rights);
}
