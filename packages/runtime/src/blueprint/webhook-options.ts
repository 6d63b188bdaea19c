import type { Rule } from "./access.js";
import type { Duration } from "./environment.js";

/** Which events of a service are sent to integrators, and who may have them sent. */
export interface WebhookOptions<Events extends string = string> {
  /** The events that may be subscribed to, by their names in the service. */
  readonly events: readonly Events[];
  /**
   * Who may make endpoints, and look after their own. Whoever may receives every event that is offered, whomever it is about: access
   * rules of rows do not narrow events.
   */
  readonly manage: Rule;
  /** Who may look after the endpoints of everybody, besides: nobody unless told. */
  readonly manageAll?: Rule;
  /** How many endpoints one may have: 20 unless told. */
  readonly maxEndpoints?: number;
  /**
   * How long is waited before each further attempt: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h unless told, three days
   * in all. When the last has failed, the endpoint is disabled.
   */
  readonly retries?: readonly Duration[];
  /** For how long messages are signed with the secret before too, when it is replaced: `24h` unless told. */
  readonly overlap?: Duration;
  /** For how long attempts stand in the delivery log: `30d` unless told. */
  readonly keepDeliveries?: Duration;
}

/** What is said of webhooks, with every default taken. Times are milliseconds. */
export interface WebhookTerms {
  readonly maxEndpoints: number;
  readonly retries: readonly number[];
  readonly overlap: number;
  readonly keepDeliveries: number;
}

/** What holds where nothing is said; the waits are those that the Standard Webhooks specification suggests. */
export const usualTerms = Object.freeze({
  maxEndpoints: 20,
  retries: ["5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"],
  overlap: "24h",
  keepDeliveries: "30d",
} as const satisfies Partial<WebhookOptions>);
