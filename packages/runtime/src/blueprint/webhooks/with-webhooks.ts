import { anyOf, nobody, type RuleData } from "../access.js";
import type { Entity } from "../entity.js";
import { milliseconds } from "../environment.js";
import { tenant } from "../fields.js";
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
export function withWebhooks(service: ServiceData, tenants = false): ServiceData {
  const { webhooks, origin } = service;
  if (!webhooks) return service;
  const entities = {
    webhookEndpoint: ofTenants(endpointEntity(webhooks), tenants),
    webhookDelivery: ofTenants(deliveryEntity(webhooks), tenants),
  };
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

/** Where a system has tenants, an endpoint is of one, and is sent what happens in it. */
function ofTenants(written: Entity, tenants: boolean): Entity {
  return tenants ? { ...written, shape: { tenant: tenant(), ...written.shape } } : written;
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
