import { prepare } from "../compile/prepared.js";
import { instantOf } from "../json.js";
import type { LogClient } from "../log/index.js";
import { encodeArray } from "../parameter.js";
import { webhookTable } from "./names.js";

/** An endpoint, and how far it is. */
export interface EndpointState {
  readonly id: string;
  readonly owner: string;
  /** The tenant of which it is sent what happens; undefined where rows are of none. */
  readonly tenant: string | undefined;
  readonly url: string;
  readonly events: ReadonlySet<string>;
  readonly isEnabled: boolean;
  /** Sealed. */
  readonly secret: string;
  /** Sealed, with the milliseconds since 1970 until which messages are signed with it too. */
  readonly previous: { readonly secret: string; readonly until: number } | undefined;
  /** Everything up to and with this position is done. */
  readonly position: number;
  /** One more whenever a person has it go on elsewhere. */
  readonly generation: string;
  /** The generation of the worker that may move it. */
  readonly takenBy: string;
  /** Attempts made of the message after `position`. */
  readonly attempts: number;
  /** RFC 3339. */
  readonly failingSince: string | undefined;
  /** Milliseconds since 1970 before which it is not tried again. */
  readonly nextAt: number | undefined;
}

/**
 * Takes every endpoint of a service for the worker of this generation: what an earlier one has under way moves none of them any more.
 * Those that a later one has are left to it.
 */
export async function takeEndpoints(client: LogClient, schema: string, worker: string): Promise<void> {
  await client.run(
    prepare(
      "webhooks.take",
      `update ${webhookTable(schema, "states")} s
   set taken_by = $1
 where s.taken_by < $1`,
    ),
    [worker],
  );
}

/** The endpoints of a service: all of them, or those with these ids. `tenants` says whether each is of a tenant. */
export async function readEndpoints(
  client: LogClient,
  schema: string,
  tenants: boolean,
  ids?: readonly string[],
): Promise<readonly EndpointState[]> {
  const rows = await client.run(
    prepare(
      "webhooks.endpoints",
      `select e.id, e.owner, e.url, array_to_json(e.events), e.is_enabled,
       s.secret, s.previous_secret, (extract(epoch from s.previous_until) * 1000)::bigint,
       s.position, s.generation, s.taken_by, s.attempts, s.failing_since,
       (extract(epoch from s.next_at) * 1000)::bigint${tenants ? ", e.tenant" : ""}
  from ${webhookTable(schema, "endpoints")} e
  join ${webhookTable(schema, "states")} s on s.endpoint = e.id
 where $1::uuid[] is null or e.id = any($1::uuid[])`,
    ),
    [ids ? encodeArray(ids, String) : null],
  );
  return rows.map(([id, owner, url, events, isEnabled, secret, previous, until, ...state]) => {
    const [position, generation, takenBy, attempts, failingSince, nextAt, tenant] = state;
    return {
      id: id ?? "",
      owner: owner ?? "",
      tenant: tenants ? (tenant ?? "") : undefined,
      url: url ?? "",
      events: new Set(JSON.parse(events ?? "[]") as readonly string[]),
      isEnabled: isEnabled === "t",
      secret: secret ?? "",
      previous: previous && until ? { secret: previous, until: Number(until) } : undefined,
      position: Number(position),
      generation: generation ?? "",
      takenBy: takenBy ?? "",
      attempts: Number(attempts),
      failingSince: failingSince ? instantOf(failingSince) : undefined,
      nextAt: nextAt ? Number(nextAt) : undefined,
    };
  });
}
