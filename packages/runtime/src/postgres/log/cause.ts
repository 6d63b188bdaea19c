import type { Actor } from "../../blueprint/index.js";
import { isStorable } from "../../plan/index.js";
import { type Bound, prepare } from "../compile/prepared.js";

/** Who asked for a change, as the log tells it. */
export interface Cause {
  readonly actor: Actor;
  /** The request's id. */
  readonly request: string;
  /** The id of its trace: 32 hexadecimal digits. */
  readonly trace: string;
  /** Called with the transaction's number when it has committed, where it wrote anything. */
  readonly committed?: ((xid: string) => void) | undefined;
}

/** Asks for the number of the transaction, which it has once it has written. */
export const askNumber = prepare("commit.number", "select pg_current_xact_id_if_assigned()");

const tell = prepare("cause", "select set_config('lintel.cause', $1, true)");

/** The statement after which the log tells this cause of whatever the transaction changes. */
export function tellCause(cause: Cause): Bound {
  return { prepared: tell, values: [causeText(cause)] };
}

/** The cause as JSON, with the caller's tenant where there is one. An id that PostgreSQL cannot hold is left empty. */
export function causeText({ actor: { kind, id, tenant }, request, trace }: Cause): string {
  return JSON.stringify({ actor: { kind, id: isStorable(id) ? id : "", tenant }, request, trace });
}

/** What a service says of itself and of the services that it uses, as far as causes need it. */
interface Linked {
  readonly name: string;
  readonly log?: object | undefined;
  readonly uses: { readonly [alias: string]: string };
}

/** Whether a transaction of the service may write into a log: its own, or that of a service whose commands it can call. */
export function mayWriteLog(service: Linked, services: readonly Linked[]): boolean {
  const reached = new Set([service]);
  for (const one of reached) {
    const used = new Set(Object.values(one.uses));
    for (const other of services) if (used.has(other.name)) reached.add(other);
  }
  return [...reached].some(({ log }) => log !== undefined);
}
