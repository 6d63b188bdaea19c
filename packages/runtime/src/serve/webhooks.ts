import { lookup } from "node:dns/promises";
import type { SystemModel } from "../blueprint/index.js";
import type { Facts } from "../facts.js";
import type { Logs } from "../log/index.js";
import {
  createPoster,
  createSealer,
  type DestinationRules,
  startWebhooks,
  type WebhookCommands,
  webhookCommandsOf,
} from "../log/webhooks/index.js";
import { StartError } from "./start-error.js";

/** The webhooks of a system. */
export interface Webhooks {
  /** What the commands of Lintel's own do, by service. */
  readonly commands: { readonly [service: string]: WebhookCommands };
  /** Takes part in sending, until the workers of the logs are stopped. */
  start(logs: Logs): void;
  /** Ends the connections that are kept open. */
  close(): void;
}

export interface WebhooksOptions {
  readonly model: SystemModel;
  readonly environment: string;
  /** The secret that is used now, and those before it. Undefined where none is told. */
  readonly secrets: readonly (string | Buffer)[];
  readonly rules: DestinationRules;
  readonly clock?: { now(): number } | undefined;
  readonly facts: Facts;
}

/**
 * Makes ready what sends the webhooks of a system; nothing where no service offers any.
 *
 * @throws StartError `SETTINGS_INCOMPLETE` where the secrets of endpoints could not be sealed, or not be opened after the next start
 */
export function webhooksOf({ model, environment, secrets, rules, clock, facts }: WebhooksOptions): Webhooks {
  const services = model.services.filter(({ webhooks }) => webhooks);
  const [current, ...previous] = secrets;
  if (services.length === 0) return { commands: {}, start() {}, close() {} };
  if (current === undefined)
    throw new StartError(
      "SETTINGS_INCOMPLETE",
      `The environment "${environment}" is not complete:\n  secret: ${services.map(({ name }) => name).join(", ")} offers webhooks, whose secrets are sealed with it.`,
      'Write secret: env("SECRET") in the environment, and set the variable to 32 characters or more: openssl rand -base64 48.',
    );
  const sealer = createSealer([current, ...previous]);
  const poster = createPoster({ rules, resolve: addressesOf });
  return {
    commands: Object.fromEntries(
      services.map((service) => [service.name, webhookCommandsOf(service, { sealer, rules })]),
    ),
    start(logs) {
      for (const { name, schema, tenants, webhooks: terms } of services) {
        if (!terms) continue;
        startWebhooks({
          system: model.name,
          service: name,
          schema,
          tenants,
          terms,
          reader: logs.reader(name),
          workers: logs.workers(name),
          poster,
          sealer,
          facts,
          clock,
          committed: () => logs.committed(name),
        });
      }
    },
    close: () => poster.close(),
  };
}

async function addressesOf(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);
}
