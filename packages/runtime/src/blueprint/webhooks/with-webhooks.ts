import { anyOf, nobody, type RuleData } from "../access.js";
import { milliseconds } from "../environment.js";
import type { OperationData, ServiceData } from "../service.js";
import { usualTerms, type WebhookOptions, type WebhookTerms } from "../webhook-options.js";
import { deliveryEntity, endpointEntity, webhookCommands, webhookEvents } from "./parts.js";

/** What of a service is Lintel's own where it offers webhooks. */
export const webhookEntityNames: readonly string[] = ["webhookEndpoint", "webhookDelivery"];

/** Webhooks of a service, resolved. */
export interface WebhooksModel extends WebhookTerms {
  /** The names of the events that may be subscribed to. */
  readonly events: readonly string[];
  /** Who may look after their own endpoints, and who after everybody's. */
  readonly manage: RuleData;
  readonly manageAll: RuleData;
}

/**
 * The service with what its webhooks bring: two entities, some commands, some events. They go the way of all others from here on:
 * tables, access rules, routes, documents.
 */
export function withWebhooks(service: ServiceData): ServiceData {
  const { webhooks, origin } = service;
  if (!webhooks) return service;
  const entities = { webhookEndpoint: endpointEntity(webhooks), webhookDelivery: deliveryEntity(webhooks) };
  const commands = Object.entries(webhookCommands(webhooks.events)).map(
    ([name, written]): OperationData => ({
      ...written,
      name,
      access: anyOf(webhooks.manage, webhooks.manageAll ?? nobody),
      own: true,
      givenOnce: name === "createWebhookEndpoint" || name === "rotateWebhookSecret" ? ["secret"] : undefined,
      run: () => Promise.reject(new TypeError(`${service.name}.${name} is run by a system that serves.`)),
      origin,
    }),
  );
  return Object.freeze({
    ...service,
    entities: {
      ...service.entities,
      ...Object.fromEntries(Object.entries(entities).map(([name, one]) => [name, { ...one, origin }])),
    },
    events: {
      ...service.events,
      ...Object.fromEntries(Object.entries(webhookEvents).map(([name, one]) => [name, { ...one, origin }])),
    },
    commands: [...service.commands, ...commands],
  });
}

export function webhooksOf({ webhooks }: ServiceData): WebhooksModel | undefined {
  if (!webhooks) return undefined;
  const { events, manage, manageAll = nobody, maxEndpoints } = webhooks;
  const { retries, overlap, keepDeliveries } = { ...usualTerms, ...said(webhooks) };
  return Object.freeze({
    events: Object.freeze([...events]),
    manage: manage.data,
    manageAll: manageAll.data,
    maxEndpoints: maxEndpoints ?? usualTerms.maxEndpoints,
    retries: Object.freeze(retries.map((one) => milliseconds(one))),
    overlap: milliseconds(overlap),
    keepDeliveries: milliseconds(keepDeliveries),
  });
}

function said(options: WebhookOptions): Partial<WebhookOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
