import type { LogEntry } from "../../postgres/log/index.js";
import { type EntrySource, toCloudEvent } from "../cloud-event.js";
import { formatPosition } from "../position.js";
import { tenantOfCause } from "../tenant-of-entry.js";

/** What is sent to an endpoint. */
export interface Message {
  /** The same each time that it is sent, and that of the event in its body: `epoch:position`. */
  readonly id: string;
  /** The name of the event. */
  readonly event: string;
  readonly body: string;
}

/** The type of a message's body (CloudEvents 1.0.2, HTTP binding, structured content). */
export const messageType = "application/cloudevents+json; charset=utf-8";

/**
 * An event as a message: its CloudEvent, with `timestamp` beside `time`, so that it has the members that Standard Webhooks asks for too
 * (`type`, `timestamp`, `data`). Who caused it stays here, but for the tenant, which is that of the endpoint.
 */
export function messageOf(entry: LogEntry, source: EntrySource): Message {
  const event = toCloudEvent({ ...entry, cause: null }, source, tenantOfCause(entry));
  return {
    id: formatPosition({ epoch: source.epoch, position: entry.position }),
    event: entry.subject,
    body: `{"timestamp":${JSON.stringify(entry.at)},${event.slice(1)}`,
  };
}
