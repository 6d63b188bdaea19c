import type { Actor, ServiceModel, WebhookCommandName } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { isStorable, mayAct, newId } from "../../plan/index.js";
import { quote, type Transaction } from "../../postgres/index.js";
import {
  beginStatement,
  disableStatement,
  headStatement,
  moveStatement,
  rotateStatement,
} from "../../postgres/webhooks/index.js";
import { type DestinationRules, readDestination } from "./destination.js";
import { sealedFor } from "./engine.js";
import type { Sealer } from "./seal.js";
import { newSecret } from "./secret.js";
import { type HeadOfLog, positionBefore } from "./where.js";

/** What a command of Lintel's own is run with. Its input is valid by its shape. */
export interface OwnContext {
  readonly input: unknown;
  readonly actor: Actor;
  /** RFC 3339. */
  readonly now: string;
  readonly fail: (code: string, detail?: string) => never;
  readonly emit: { readonly [event: string]: (data: object) => void };
  readonly transaction: Transaction;
}

export type WebhookCommands = {
  readonly [Name in WebhookCommandName]: (context: OwnContext) => Promise<unknown>;
};

interface EndpointRow {
  readonly id: string;
  readonly owner: string;
  readonly isEnabled: boolean;
}

/** The most characters of a token's `sub` that may own an endpoint. */
const longestOwner = 255;

/**
 * The commands by which the endpoints of a service are looked after. Everyone reaches their own endpoints, and whoever manages all
 * reaches all: another's is as if it were not there.
 */
export function webhookCommandsOf(
  service: ServiceModel,
  { sealer, rules }: { readonly sealer: Sealer; readonly rules: DestinationRules },
): WebhookCommands {
  const { schema, webhooks } = service;
  if (!webhooks) throw new TypeError(`${service.name} offers no webhooks.`);
  const [endpoints, deliveries] = ["webhookEndpoint", "webhookDelivery"].map((name) =>
    tableOf(service, name),
  );

  const mayReach = ({ actor }: OwnContext, owner: string) =>
    mayAct(webhooks.manageAll, actor) ||
    (actor.kind === "user" && actor.id === owner && mayAct(webhooks.manage, actor));
  const endpointOf = async (context: OwnContext, id: string): Promise<EndpointRow> => {
    const [row] = await context.transaction.run<EndpointRow>({
      text: `select e.id::text as id, e.owner, e.is_enabled as "isEnabled" from ${endpoints} e where e.id = $1::uuid for update`,
      values: [id],
    });
    if (!row || !mayReach(context, row.owner)) return context.fail("WEBHOOK_ENDPOINT_NOT_FOUND");
    return row;
  };
  const checkUrl = ({ fail }: OwnContext, url: string): void => {
    const found = readDestination(url, rules);
    if (!(found instanceof URL))
      fail("WEBHOOK_URL_REFUSED", `Nothing may be sent to this address: ${found.refused}.`);
  };
  const headOf = async ({ transaction }: OwnContext): Promise<HeadOfLog> => {
    const [head] = await transaction.run<{ epoch: string; position: string; first_kept: string }>(
      headStatement(schema),
    );
    if (!head) throw new TypeError(`The log of ${schema} has no head.`);
    return { epoch: head.epoch, position: Number(head.position), firstKept: Number(head.first_kept) };
  };
  const move = async (context: OwnContext, id: string, from: string | null, enable: boolean) => {
    await endpointOf(context, id);
    const position = from === null ? undefined : positionBefore(from, await headOf(context), context.fail);
    const [moved] = await context.transaction.run<{ position: string }>(
      moveStatement(schema, { endpoint: id, position, from: from ?? undefined, enable }),
    );
    return moved;
  };

  return {
    async createWebhookEndpoint(context) {
      const { actor, transaction, fail } = context;
      const { url, events, description } = inputOf<{
        url: string;
        events: string[];
        description: string | null;
      }>(context);
      checkUrl(context, url);
      const owner = actor.id;
      const { tenant } = actor;
      if (service.tenants && tenant === undefined)
        throw failure("TENANT_REQUIRED", "The token names no tenant; expected one of the endpoint's tenant.");
      if (owner === "" || owner.length > longestOwner || !isStorable(owner))
        return fail(
          "WEBHOOK_ENDPOINTS_EXHAUSTED",
          `The token's sub cannot own an endpoint: 1 to ${longestOwner} characters are needed.`,
        );
      // Two that are made at once are counted one after the other.
      await transaction.run({
        text: "select pg_advisory_xact_lock(hashtextextended($1::text, 0))",
        values: [`lintel webhooks ${schema} ${owner}`],
      });
      const [counted] = await transaction.run<{ count: string }>({
        text: `select count(*)::text as count from ${endpoints} e where e.owner = $1::text`,
        values: [owner],
      });
      if (Number(counted?.count) >= webhooks.maxEndpoints)
        return fail(
          "WEBHOOK_ENDPOINTS_EXHAUSTED",
          `There are ${counted?.count} endpoints; ${webhooks.maxEndpoints} at most.`,
        );
      const [id, secret] = [newId(), newSecret()];
      const values = [id, owner, url, JSON.stringify([...new Set(events)]), description];
      const [column, value] = service.tenants ? [", tenant", ", $6::uuid"] : ["", ""];
      await transaction.run({
        text: `insert into ${endpoints} (id, owner, url, events, description${column})
select $1::uuid, $2::text, $3::text, array(select json_array_elements_text($4::json)), $5::text${value}`,
        values: service.tenants ? [...values, tenant] : values,
      });
      await transaction.run(beginStatement(schema, id, sealer.seal(secret, sealedFor(schema, id))));
      return { id, secret };
    },

    async changeWebhookEndpoint(context) {
      const { endpoint, url, events, description } = inputOf<{
        endpoint: string;
        url: string | null;
        events: string[] | null;
        description: string | null;
      }>(context);
      if (url !== null) checkUrl(context, url);
      await endpointOf(context, endpoint);
      await context.transaction.run({
        text: `update ${endpoints} e
   set url         = coalesce($2::text, e.url),
       events      = case when $3::json is null then e.events else array(select json_array_elements_text($3::json)) end,
       description = coalesce($4::text, e.description)
 where e.id = $1::uuid`,
        values: [endpoint, url, events && JSON.stringify([...new Set(events)]), description],
      });
    },

    async rotateWebhookSecret(context) {
      const { endpoint, keepPrevious } = inputOf<{ endpoint: string; keepPrevious: boolean }>(context);
      await endpointOf(context, endpoint);
      const secret = newSecret();
      const until = keepPrevious ? new Date(Date.parse(context.now) + webhooks.overlap).toISOString() : null;
      await context.transaction.run(
        rotateStatement(schema, endpoint, sealer.seal(secret, sealedFor(schema, endpoint)), until),
      );
      await context.transaction.run({
        text: `update ${endpoints} e set secret_rotated_at = now() where e.id = $1::uuid`,
        values: [endpoint],
      });
      return { secret, previousUntil: until };
    },

    async enableWebhookEndpoint(context) {
      const { endpoint, from } = inputOf<{ endpoint: string; from: string | null }>(context);
      return move(context, endpoint, from, true);
    },

    async disableWebhookEndpoint(context) {
      const { endpoint } = inputOf<{ endpoint: string }>(context);
      await endpointOf(context, endpoint);
      await context.transaction.run(disableStatement(schema, endpoint));
    },

    async testWebhookEndpoint(context) {
      const { endpoint } = inputOf<{ endpoint: string }>(context);
      const { isEnabled } = await endpointOf(context, endpoint);
      if (!isEnabled) return context.fail("WEBHOOK_ENDPOINT_DISABLED");
      context.emit.webhookTestRequested?.({ endpoint });
    },

    async replayWebhookDelivery(context) {
      const { delivery } = inputOf<{ delivery: string }>(context);
      const [found] = await context.transaction.run<{ endpoint: string; owner: string; message: string }>({
        text: `select d.endpoint_id::text as endpoint, d.owner, d.message from ${deliveries} d where d.id = $1::uuid`,
        values: [delivery],
      });
      if (!found || !mayReach(context, found.owner)) return context.fail("WEBHOOK_DELIVERY_NOT_FOUND");
      const { isEnabled } = await endpointOf(context, found.endpoint);
      if (!isEnabled) return context.fail("WEBHOOK_ENDPOINT_DISABLED");
      positionBefore(found.message, await headOf(context), context.fail);
      context.emit.webhookReplayRequested?.({ endpoint: found.endpoint, message: found.message });
    },

    async replayWebhooks(context) {
      const { endpoint, from } = inputOf<{ endpoint: string; from: string }>(context);
      return move(context, endpoint, from, false);
    },
  };
}

function inputOf<T>({ input }: OwnContext): T {
  return input as T;
}

function tableOf({ entities, schema }: ServiceModel, name: string): string {
  const entity = entities.find((one) => one.name === name);
  return `${quote(schema)}.${quote(entity?.table ?? "")}`;
}
