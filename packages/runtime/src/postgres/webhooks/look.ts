import { prepare } from "../compile/prepared.js";
import type { Statement } from "../database.js";
import { instantOf } from "../json.js";
import type { LogClient } from "../log/index.js";
import { encodeUnknown } from "../parameter.js";
import { webhookTable } from "./names.js";

/** How an endpoint stands, for whoever operates the system. Moments are RFC 3339. */
export interface EndpointReport {
  readonly id: string;
  readonly owner: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly isEnabled: boolean;
  readonly disabledReason: string | undefined;
  readonly disabledAt: string | undefined;
  readonly position: number;
  /** Attempts of the message after that which failed. */
  readonly attempts: number;
  readonly failingSince: string | undefined;
  readonly nextAt: string | undefined;
  readonly lost: number;
}

/** An attempt as the delivery log tells it. */
export interface DeliveryReport {
  readonly id: string;
  readonly at: string;
  readonly message: string;
  readonly event: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly milliseconds: number;
}

/** The endpoints of a service, the oldest first: all, or the one with this id. */
export async function reportEndpoints(
  client: LogClient,
  schema: string,
  id?: string,
): Promise<readonly EndpointReport[]> {
  const rows = await client.run(
    prepare(
      "webhooks.report",
      `select e.id, e.owner, e.url, array_to_json(e.events), e.is_enabled, e.disabled_reason, e.disabled_at,
       s.position, s.attempts, s.failing_since, s.next_at, e.lost
  from ${webhookTable(schema, "endpoints")} e
  join ${webhookTable(schema, "states")} s on s.endpoint = e.id
 where $1::uuid is null or e.id = $1::uuid
 order by e.created_at, e.id
 limit 10000`,
    ),
    [id ?? null],
  );
  return rows.map(([endpoint, owner, url, events, isEnabled, reason, disabledAt, ...state]) => {
    const [position, attempts, failingSince, nextAt, lost] = state;
    return {
      id: endpoint ?? "",
      owner: owner ?? "",
      url: url ?? "",
      events: JSON.parse(events ?? "[]") as readonly string[],
      isEnabled: isEnabled === "t",
      disabledReason: reason ?? undefined,
      disabledAt: momentOf(disabledAt),
      position: Number(position),
      attempts: Number(attempts),
      failingSince: momentOf(failingSince),
      nextAt: momentOf(nextAt),
      lost: Number(lost),
    };
  });
}

/** The last attempts to deliver to an endpoint, the newest first. */
export async function reportDeliveries(
  client: LogClient,
  schema: string,
  endpoint: string,
  limit: number,
): Promise<readonly DeliveryReport[]> {
  const rows = await client.run(
    prepare(
      "webhooks.deliveries",
      `select d.id, d.created_at, d.message, d.event, d.attempt, d.outcome, d.status, d.error, d.milliseconds
  from ${webhookTable(schema, "deliveries")} d
 where d.endpoint_id = $1
 order by d.created_at desc, d.id desc
 limit $2`,
    ),
    [endpoint, String(limit)],
  );
  return rows.map(([id, at, message, event, attempt, outcome, status, error, milliseconds]) => ({
    id: id ?? "",
    at: instantOf(at ?? ""),
    message: message ?? "",
    event: event ?? "",
    attempt: Number(attempt),
    outcome: outcome ?? "",
    status: status ? Number(status) : undefined,
    error: error ?? undefined,
    milliseconds: Number(milliseconds),
  }));
}

/** Runs one of the statements that steer endpoints, outside of any request. True where it found one. */
export async function steerEndpoint(client: LogClient, { text, values }: Statement): Promise<boolean> {
  const rows = await client.run(prepare("webhooks.steer", text), values.map(encodeUnknown));
  return rows.length > 0;
}

function momentOf(text: string | null | undefined): string | undefined {
  return text ? instantOf(text) : undefined;
}
