import type { Statement } from "../database.js";
import { quote } from "../identifier.js";
import { logTables } from "../log/index.js";
import { webhookTable } from "./names.js";

/** How far the log of a service is. */
export function headStatement(schema: string): Statement {
  return {
    text: `select h.epoch::text as epoch, h.position::text as position, h.first_kept::text as first_kept
  from ${quote(schema)}.${quote(logTables.head)} h`,
    values: [],
  };
}

/** Where a new endpoint begins, and with which secret: with what is given a position from now on. */
export function beginStatement(schema: string, endpoint: string, secret: string): Statement {
  return {
    text: `insert into ${webhookTable(schema, "states")} (endpoint, secret, position)
select $1::uuid, $2::text, h.position
  from ${quote(schema)}.${quote(logTables.head)} h`,
    values: [endpoint, secret],
  };
}

/**
 * Gives an endpoint another secret. The one before is used too until a moment, or at once no more. What it was before that is
 * forgotten.
 */
export function rotateStatement(
  schema: string,
  endpoint: string,
  secret: string,
  previousUntil: string | null,
): Statement {
  return {
    text: `update ${webhookTable(schema, "states")} s
   set previous_secret = case when $3::timestamptz is not null then s.secret end,
       previous_until  = $3::timestamptz,
       secret          = $2::text
 where s.endpoint = $1::uuid`,
    values: [endpoint, secret, previousUntil],
  };
}

/** Where an endpoint is to go on: after this position, or where it is. */
export interface EndpointMove {
  readonly endpoint: string;
  readonly position: number | undefined;
  /** The message that a person has named, for the row to tell. */
  readonly from: string | undefined;
  readonly enable: boolean;
}

/**
 * Has an endpoint go on elsewhere, at once and with all its attempts before it. What is under way moves it no more. Gives the position
 * after which it goes on, or no row where there is no such endpoint.
 */
export function moveStatement(schema: string, { endpoint, position, from, enable }: EndpointMove): Statement {
  return {
    text: `with moved as (
  update ${webhookTable(schema, "states")} s
     set position      = coalesce($2::bigint, s.position),
         generation    = s.generation + 1,
         attempts      = 0,
         failing_since = null,
         next_at       = null
   where s.endpoint = $1::uuid
  returning s.endpoint, s.position
)
update ${webhookTable(schema, "endpoints")} e
   set is_enabled      = e.is_enabled or $4::boolean,
       disabled_reason = case when $4::boolean then null else e.disabled_reason end,
       disabled_at     = case when $4::boolean then null else e.disabled_at end,
       replayed_from   = coalesce($3::text, e.replayed_from)
  from moved m
 where e.id = m.endpoint
returning m.position::text as position`,
    values: [endpoint, position === undefined ? null : String(position), from ?? null, enable],
  };
}

/** Has nothing sent to an endpoint any more. A row where it was enabled. */
export function disableStatement(schema: string, endpoint: string): Statement {
  return {
    text: `update ${webhookTable(schema, "endpoints")} e
   set is_enabled = false, disabled_reason = 'asked', disabled_at = now()
 where e.id = $1::uuid and e.is_enabled
returning e.id::text as id`,
    values: [endpoint],
  };
}
