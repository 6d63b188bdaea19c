import type { ServiceModel } from "../blueprint/index.js";
import { type Bound, prepare } from "./compile/prepared.js";

/** Milliseconds that a statement may take, by what it is for, where nothing else is said. 0 is for ever. */
export interface TimeLimits {
  /** It reads one row by its id. */
  readonly row: number;
  /** It reads a page, searches, or follows a relation. */
  readonly list: number;
  /** Anything else. */
  readonly statement: number;
}

const known = new Map<number, readonly Bound[]>();
const nothing: readonly Bound[] = Object.freeze([]);

/**
 * What is sent ahead of a statement, in the same packet, for a limit that is not the connection's own. It lasts as long
 * as the transaction: outside of one, that is up to the Sync that ends the packet. A `set local` would draw a
 * warning there.
 */
export function limitAhead(limit: number, usual: number): readonly Bound[] {
  if (limit === usual) return nothing;
  let ahead = known.get(limit);
  if (!ahead) {
    const text = `select set_config('statement_timeout', '${Math.round(limit)}', true)`;
    ahead = Object.freeze([{ prepared: prepare("limit", text), values: [] }]);
    known.set(limit, ahead);
  }
  return ahead;
}

/** The longest limit that a statement of the service may have, its callers from other services included. */
export function longestLimit(services: readonly ServiceModel[], limits: TimeLimits): number {
  const said = services.flatMap(({ entities, commands, queries }) => [
    ...entities.flatMap(({ timeouts }) => [timeouts.row ?? 0, timeouts.list ?? 0]),
    ...[...commands, ...queries].map(({ statementTimeout }) => statementTimeout ?? 0),
  ]);
  return Math.max(limits.row, limits.list, limits.statement, ...said);
}
