import type { Bound, Prepared } from "./compile/prepared.js";
import type { Result } from "./connection/execution.js";
import type { Parameter } from "./parameter.js";
import type { Rights } from "./rights.js";

/** Runs a statement somewhere, with rights that are settled. Failures are from the catalogue. */
export type Execute = (
  prepared: Prepared,
  values: readonly Parameter[],
  describe?: boolean,
) => Promise<Result>;

/** Sends a statement in its turn, the answer to which nobody waits for. What fails fails the transaction. */
export type Send = (statement: Bound) => void;

/**
 * Runs a statement with the rights that it is given: those of a caller or, in a transaction, `"own"`, the service's own,
 * which see every row. They come first and are never left out, so that nothing has the service's rights by forgetting.
 */
export type ExecuteAs<R extends Rights | "own" = Rights> = (
  rights: R,
  prepared: Prepared,
  values: readonly Parameter[],
  describe?: boolean,
) => Promise<Result>;

/** Every statement with these rights. */
export function withRights<R extends Rights | "own">(execute: ExecuteAs<R>, rights: R): Execute {
  return (prepared, values, describe = false) => execute(rights, prepared, values, describe);
}
