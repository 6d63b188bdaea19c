import { allOf, anyOf, nobody, owner, type Rule } from "../access.js";
import { entity } from "../entity.js";
import { event } from "../event.js";
import {
  bigint,
  boolean,
  enumeration,
  id,
  integer,
  list,
  reference,
  text,
  timestamp,
  url,
} from "../fields.js";
import { by } from "../index-definition.js";
import type { WebhookOptions } from "../webhook-options.js";

/** Whose an endpoint and its deliveries are, and who may look after them. */
function access({ manage, manageAll = nobody }: Pick<WebhookOptions, "manage" | "manageAll">) {
  return anyOf(allOf(manage, owner("owner")), manageAll) as Rule<"owner">;
}

/**
 * Where events are sent. Secrets, positions and what else changes with each message stand in a table apart, so that a row changes when a
 * person changes it, or when it is disabled: that is told in the log of the service, with who has caused it.
 */
export function endpointEntity(options: Pick<WebhookOptions, "manage" | "manageAll">) {
  const rule = access(options);
  return entity(
    {
      owner: text({ min: 1, max: 255 }).immutable(),
      url: url(),
      description: text({ max: 500 }).optional(),
      events: list(text({ max: 100 }), { min: 1, max: 100 }),
      isEnabled: boolean().default(true),
      disabledReason: enumeration("asked", "gone", "failing").optional(),
      disabledAt: timestamp().optional(),
      secretRotatedAt: timestamp().optional(),
      /** The message after which it was last told to go on, by a person. */
      replayedFrom: text({ max: 60 }).optional(),
      /** Entries of the log that were not kept long enough to be sent. */
      lost: bigint({ min: "0" }).default("0"),
      lostAt: timestamp().optional(),
    },
    {
      description: "Where events are sent to an integrator, each signed, one after another.",
      access: { read: rule, delete: rule },
      indexes: [by("owner")],
      rows: 10_000,
      list: { filter: ["owner", "isEnabled"], sort: ["createdAt"] },
      feed: true,
    },
  );
}

/** One attempt to deliver a message. */
export function deliveryEntity(options: Pick<WebhookOptions, "manage" | "manageAll">) {
  return entity(
    {
      endpoint: reference("webhookEndpoint", { onDelete: "cascade" }).immutable(),
      owner: text({ min: 1, max: 255 }).immutable(),
      message: text({ max: 60 }).immutable(),
      event: text({ max: 100 }).immutable(),
      attempt: integer({ min: 1 }).immutable(),
      outcome: enumeration("delivered", "failed").immutable(),
      status: integer({ min: 100, max: 999 }).optional().immutable(),
      error: text({ max: 50 }).optional().immutable(),
      detail: text({ max: 500 }).optional().immutable(),
      response: text({ max: 1_000 }).optional().immutable(),
      milliseconds: integer({ min: 0 }).immutable(),
      retryAt: timestamp().optional().immutable(),
    },
    {
      description: "An attempt to deliver a message to an endpoint, and what came of it.",
      plural: "webhookDeliveries",
      access: { read: access(options) },
      indexes: [by("endpoint", "createdAt"), by("owner", "createdAt"), by("createdAt"), by("message")],
      rows: 1_000_000,
      list: { filter: ["endpoint", "owner", "message", "outcome"], sort: ["createdAt"] },
    },
  );
}

const endpoint = () => id("webhookEndpoint");

/** What the log of the service tells of its webhooks; by the first two, endpoints are told to send something out of turn. */
export const webhookEvents = Object.freeze({
  webhookTestRequested: event(
    { endpoint: endpoint() },
    { key: "endpoint", description: "Somebody asked for a test." },
  ),
  webhookReplayRequested: event(
    { endpoint: endpoint(), message: text({ max: 60 }) },
    { key: "endpoint", description: "Somebody asked for a message once more." },
  ),
  webhookEndpointDisabled: event(
    {
      endpoint: endpoint(),
      owner: text(),
      reason: enumeration("gone", "failing"),
      message: text({ max: 60 }),
      failingSince: timestamp().optional(),
    },
    { key: "endpoint", description: "An endpoint was disabled, since it took no messages." },
  ),
  webhookMessagesLost: event(
    { endpoint: endpoint(), owner: text(), entries: bigint() },
    { key: "endpoint", description: "The log was not kept long enough for an endpoint that was behind." },
  ),
});

const missing = {
  status: 404,
  description: "There is no such endpoint, or none that you may look after.",
} as const;
const refused = { status: 422, description: "Nothing may be sent to this address." } as const;
const gone = { status: 410, description: "What was at this position is not kept any more." } as const;
const ahead = { status: 409, description: "The position has not been given yet." } as const;
const otherEpoch = { status: 410, description: "The position is one of another epoch of the log." } as const;
const malformed = { status: 422, description: "This is no position of a log." } as const;

const fromAnywhere = {
  WEBHOOK_ENDPOINT_NOT_FOUND: missing,
  WEBHOOK_POSITION_INVALID: malformed,
  LOG_POSITION_GONE: gone,
  LOG_POSITION_AHEAD: ahead,
  LOG_EPOCH_OTHER: otherEpoch,
} as const;

/** The commands by which endpoints are looked after: what each takes, gives, and may fail with. */
export function webhookCommands(events: readonly string[]) {
  const subscribed = list(enumeration(...events), { min: 1, max: 100 });
  return {
    createWebhookEndpoint: {
      description:
        "Makes an endpoint, and gives its secret: this once, and never again. `secret` is null where the answer is given again for its Idempotency-Key.",
      input: { url: url(), events: subscribed, description: text({ max: 500 }).optional() },
      output: { id: endpoint(), secret: text().optional() },
      errors: {
        WEBHOOK_URL_REFUSED: refused,
        WEBHOOK_ENDPOINTS_EXHAUSTED: {
          status: 409,
          description: "There are as many endpoints as there may be.",
        },
      },
    },
    changeWebhookEndpoint: {
      description:
        "Changes where an endpoint is, which events it takes or its description. What is left out stays as it is.",
      input: {
        endpoint: endpoint(),
        url: url().optional(),
        events: subscribed.optional(),
        description: text({ max: 500 }).optional(),
      },
      output: {},
      errors: { WEBHOOK_ENDPOINT_NOT_FOUND: missing, WEBHOOK_URL_REFUSED: refused },
    },
    rotateWebhookSecret: {
      description:
        "Replaces the secret of an endpoint, and gives the new one: this once. Messages are signed with the one before too, for a while.",
      input: { endpoint: endpoint(), keepPrevious: boolean().default(true) },
      output: { secret: text().optional(), previousUntil: timestamp().optional() },
      errors: { WEBHOOK_ENDPOINT_NOT_FOUND: missing },
    },
    enableWebhookEndpoint: {
      description:
        "Has an endpoint that was disabled go on where it stopped; or with `from` at another message, or `latest` with what comes from now on.",
      input: { endpoint: endpoint(), from: text({ max: 60 }).optional() },
      output: { position: bigint() },
      errors: fromAnywhere,
    },
    disableWebhookEndpoint: {
      description: "Sends nothing to an endpoint until it is enabled.",
      input: { endpoint: endpoint() },
      output: {},
      errors: { WEBHOOK_ENDPOINT_NOT_FOUND: missing },
    },
    testWebhookEndpoint: {
      description:
        "Sends a test message to an endpoint, in its turn. The delivery log tells what came of it.",
      input: { endpoint: endpoint() },
      output: {},
      errors: {
        WEBHOOK_ENDPOINT_NOT_FOUND: missing,
        WEBHOOK_ENDPOINT_DISABLED: {
          status: 409,
          description: "Nothing is sent to an endpoint that is disabled.",
        },
      },
    },
    replayWebhookDelivery: {
      description: "Sends the message of a delivery once more, with the same id, in its turn.",
      input: { delivery: id("webhookDelivery") },
      output: {},
      errors: {
        WEBHOOK_DELIVERY_NOT_FOUND: {
          status: 404,
          description: "There is no such delivery, or none that you may see.",
        },
        WEBHOOK_ENDPOINT_DISABLED: {
          status: 409,
          description: "Nothing is sent to an endpoint that is disabled.",
        },
        LOG_POSITION_GONE: gone,
        LOG_EPOCH_OTHER: otherEpoch,
      },
    },
    replayWebhooks: {
      description:
        "Sends all messages from one on once more, each with the id that it had: `from` is the id of a message.",
      input: { endpoint: endpoint(), from: text({ max: 60 }) },
      output: { position: bigint() },
      errors: fromAnywhere,
    },
  } as const;
}

export type WebhookCommandName = keyof ReturnType<typeof webhookCommands>;
