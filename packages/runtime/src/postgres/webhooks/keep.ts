import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import { type LogClient, logTables } from "../log/index.js";
import { encodeArray } from "../parameter.js";
import { webhookTable } from "./names.js";

/** Who may move an endpoint: the worker of this generation, as long as no person has had it go on elsewhere. */
export interface EndpointTurn {
  readonly endpoint: string;
  readonly worker: string;
  readonly generation: string;
  /** Whose it is, where endpoints are of tenants. */
  readonly tenant?: string | undefined;
}

/** An attempt as the delivery log tells it. */
export interface KeptAttempt {
  readonly id: string;
  readonly message: string;
  readonly event: string;
  readonly attempt: number;
  readonly outcome: "delivered" | "failed";
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly detail: string | undefined;
  readonly response: string | undefined;
  readonly milliseconds: number;
  readonly at: string;
}

/** How an endpoint stands after an attempt. Times are RFC 3339. */
export interface EndpointStanding {
  readonly position: number;
  readonly attempts: number;
  readonly failingSince: string | undefined;
  readonly nextAt: string | undefined;
  /** Why nothing is sent to it any more. */
  readonly disabled: "gone" | "failing" | undefined;
}

/** What statements say besides where endpoints are of tenants: whose the rows are, and the events that tell of them. */
const ofTenants = {
  of: (alias: string) => (alias === "" ? ", tenant" : `, ${alias}.tenant`),
  cause: ", cause",
  causeOf: (alias: string) =>
    `,\n         jsonb_build_object('actor', jsonb_build_object('kind', 'service', 'id', '', 'tenant', ${alias}.tenant))`,
};
const ofNone = { of: () => "", cause: "", causeOf: () => "" };

/**
 * Keeps an attempt and what follows from it: all of it, in one statement that commits by itself, or nothing. False where another
 * worker has the endpoint by now, a person has had it go on elsewhere, or it is gone.
 */
export async function keepAttempt(
  client: LogClient,
  schema: string,
  { endpoint, worker, generation, tenant }: EndpointTurn,
  standing: EndpointStanding,
  kept: KeptAttempt,
): Promise<boolean> {
  const [row] = await client.run(prepare("webhooks.attempt", attemptText(schema, tenant !== undefined)), [
    endpoint,
    worker,
    generation,
    String(standing.position),
    String(standing.attempts),
    standing.failingSince ?? null,
    standing.nextAt ?? null,
    standing.disabled ?? null,
    kept.id,
    kept.message,
    kept.event,
    String(kept.attempt),
    kept.outcome,
    kept.status === undefined ? null : String(kept.status),
    kept.error ?? null,
    kept.detail ?? null,
    kept.response ?? null,
    String(kept.milliseconds),
    kept.at,
  ]);
  return row !== undefined;
}

function attemptText(schema: string, tenants: boolean): string {
  const { of, cause, causeOf } = tenants ? ofTenants : ofNone;
  return `with moved as (
  update ${webhookTable(schema, "states")} s
     set position      = $4,
         attempts      = case when $8::text is null then $5::integer else 0 end,
         failing_since = case when $8::text is null then $6::timestamptz end,
         next_at       = $7
   where s.endpoint = $1 and s.taken_by = $2 and s.generation = $3
  returning s.endpoint
),
disabled as (
  update ${webhookTable(schema, "endpoints")} e
     set is_enabled      = false,
         disabled_reason = $8,
         disabled_at     = $19::timestamptz
    from moved m
   where e.id = m.endpoint and e.is_enabled and $8 is not null
  returning e.id, e.owner${of("e")}
),
told as (
  insert into ${quote(schema)}.${quote(logTables.outbox)} (kind, subject, key, version, after${cause})
  select 'event', 'webhookEndpointDisabled', d.id::text, 1,
         jsonb_build_object('endpoint', d.id, 'owner', d.owner, 'reason', $8, 'message', $10::text, 'failingSince', $6::timestamptz)${causeOf("d")}
    from disabled d
),
written as (
  insert into ${webhookTable(schema, "deliveries")}
         (id, endpoint_id, owner, message, event, attempt, outcome, status, error, detail, response, milliseconds, retry_at, created_at, updated_at${of("")})
  select $9, e.id, e.owner, $10, $11, $12, $13, $14, $15, $16, $17, $18, $7, $19, $19${of("e")}
    from moved m
    join ${webhookTable(schema, "endpoints")} e on e.id = m.endpoint
)
select m.endpoint from moved m`;
}

/** Keeps for endpoints to which nothing was to be sent how far they are. Those that are with others by now stay as they are. */
export async function moveEndpoints(
  client: LogClient,
  schema: string,
  worker: string,
  moved: readonly { readonly endpoint: string; readonly generation: string; readonly position: number }[],
): Promise<void> {
  if (moved.length === 0) return;
  await client.run(
    prepare(
      "webhooks.move",
      `update ${webhookTable(schema, "states")} s
   set position = m.position
  from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as m (endpoint, generation, position)
 where s.endpoint = m.endpoint and s.generation = m.generation and s.taken_by = $1 and s.position < m.position`,
    ),
    [
      worker,
      encodeArray(
        moved.map(({ endpoint }) => endpoint),
        String,
      ),
      encodeArray(
        moved.map(({ generation }) => generation),
        String,
      ),
      encodeArray(
        moved.map(({ position }) => position),
        String,
      ),
    ],
  );
}

/**
 * Keeps that entries were thrown away before an endpoint had come to them, and has it go on after them. The row of the endpoint and the
 * log of the service tell of it. False as with {@link keepAttempt}.
 */
export async function keepLoss(
  client: LogClient,
  schema: string,
  { endpoint, worker, generation, tenant }: EndpointTurn,
  { position, entries }: { readonly position: number; readonly entries: number },
): Promise<boolean> {
  const { of, cause, causeOf } = tenant === undefined ? ofNone : ofTenants;
  const [row] = await client.run(
    prepare(
      "webhooks.lost",
      `with moved as (
  update ${webhookTable(schema, "states")} s
     set position = $4, attempts = 0, failing_since = null, next_at = null
   where s.endpoint = $1 and s.taken_by = $2 and s.generation = $3
  returning s.endpoint
),
counted as (
  update ${webhookTable(schema, "endpoints")} e
     set lost = e.lost + $5::bigint, lost_at = now()
    from moved m
   where e.id = m.endpoint
  returning e.id, e.owner${of("e")}
),
told as (
  insert into ${quote(schema)}.${quote(logTables.outbox)} (kind, subject, key, version, after${cause})
  select 'event', 'webhookMessagesLost', c.id::text, 1,
         jsonb_build_object('endpoint', c.id, 'owner', c.owner, 'entries', ($5::bigint)::text)${causeOf("c")}
    from counted c
)
select m.endpoint from moved m`,
    ),
    [endpoint, worker, generation, String(position), String(entries)],
  );
  return row !== undefined;
}

/** Keeps the secrets of an endpoint as they are sealed anew, where they are still those that were read. */
export async function resealSecrets(
  client: LogClient,
  schema: string,
  endpoint: string,
  [from, to]: readonly [string, string],
): Promise<void> {
  await client.run(
    prepare(
      "webhooks.reseal",
      `update ${webhookTable(schema, "states")} s
   set secret          = case s.secret when $2 then $3 else s.secret end,
       previous_secret = case s.previous_secret when $2 then $3 else s.previous_secret end
 where s.endpoint = $1 and $2 in (s.secret, s.previous_secret)`,
    ),
    [endpoint, from, to],
  );
}

/** Throws away what the delivery log tells of before a moment: so many rows at most. How many it were. */
export async function pruneDeliveries(
  client: LogClient,
  schema: string,
  before: string,
  limit: number,
): Promise<number> {
  const table = webhookTable(schema, "deliveries");
  const rows = await client.run(
    prepare(
      "webhooks.prune",
      `delete from ${table} d
 where d.ctid = any(array(select o.ctid from ${table} o where o.created_at < $1 order by o.created_at limit $2))
returning 1`,
    ),
    [before, String(limit)],
  );
  return rows.length;
}
