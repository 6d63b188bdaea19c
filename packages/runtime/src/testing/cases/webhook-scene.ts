import { randomBytes } from "node:crypto";
import {
  type Duration,
  entity,
  environment,
  event,
  integer,
  list,
  role,
  type System,
  service,
  signedIn,
  system,
  tenant,
  text,
} from "../../blueprint/index.js";
import { issueToken } from "../../identity/index.js";
import type { ServeOptions } from "../../serve/index.js";
import { serveUnderLogins, type UnderLogins } from "./serve-under-logins.js";
import { startWebhookChild, type WebhookChild } from "./webhook-child.js";
import { type Answering, startReceiver, type WebhookReceiver } from "./webhook-receiver.js";

/** An answer of the API. */
export interface Told<T = Record<string, unknown>> {
  readonly status: number;
  readonly code: string | undefined;
  readonly data: T;
}

/** A system that sells, and tells integrators of it. */
export interface WebhookScene extends UnderLogins {
  /** As whom: `ann` with the role `integrator` unless told. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: object, as?: As): Promise<Told<T>>;
  /** Sells one thing after another, each in a transaction of its own. */
  sell(...names: readonly string[]): Promise<void>;
  /** A receiver, and an endpoint of `ann`'s that leads to it. */
  endpoint(answer?: Answering, events?: readonly string[]): Promise<SceneEndpoint>;
  /** Another process of the system, to be killed. */
  child(retries?: readonly Duration[]): Promise<WebhookChild>;
}

export interface As {
  readonly subject?: string;
  readonly roles?: readonly string[];
  readonly tenant?: string;
  readonly key?: string;
}

export interface SceneEndpoint {
  readonly id: string;
  readonly secret: string;
  readonly receiver: WebhookReceiver;
  /** What was sold, as the receiver was told, in order; repetitions of one message left out. */
  sold(): readonly string[];
}

/** The names of the things in messages, each message once. */
function soldIn(received: WebhookReceiver["received"]): readonly string[] {
  const once = new Map(received.map(({ id, body }) => [id, body]));
  return [...once.values()].flatMap((body) => {
    const { data } = JSON.parse(body) as { data: { name?: string } };
    return data.name === undefined ? [] : [data.name];
  });
}

/** The blueprint of the scene; its name must be its own, since roles belong to the whole server. */
export function sellingSystem(
  options: {
    readonly retries?: readonly Duration[];
    readonly maxEndpoints?: number;
    readonly name?: string;
    /** Whether a sale is of a tenant, and so every endpoint. */
    readonly tenants?: boolean;
  } = {},
): System {
  const { retries = ["10ms", "10ms", "10ms"], maxEndpoints = 50, name, tenants = false } = options;
  const sales = service("sales", {
    entities: {
      sale: entity(
        { ...(tenants && { firm: tenant() }), name: text({ max: 50 }) },
        { access: { read: signedIn }, rows: 100 },
      ),
    },
    events: {
      sold: event({ name: text({ max: 50 }), price: integer() }, { key: "name" }),
      returned: event({ name: text({ max: 50 }) }, { key: "name" }),
      counted: event({ name: text({ max: 50 }) }),
    },
    webhooks: {
      events: ["sold", "returned"],
      manage: role("integrator"),
      manageAll: role("admin"),
      maxEndpoints,
      retries,
    },
  }).command("sell", {
    access: signedIn,
    input: { names: list(text({ max: 50 }), { max: 1_000 }) },
    async run({ input, db, emit }) {
      for (const sold of input.names) {
        db.sale.add({ name: sold });
        emit.counted({ name: sold });
        emit.sold({ name: sold, price: 5 });
      }
    },
  });
  return system(name ?? `hooks${randomBytes(4).toString("hex")}`, {
    version: 1,
    services: [sales],
    environments: {
      test: environment({
        webhooks: {
          http: true,
          ports: "any",
          networks: [{ network: "127.0.0.0/8", because: "receivers of tests are here" }],
        },
      }),
    },
  });
}

export async function openWebhookScene(
  blueprint: System = sellingSystem(),
  more: Partial<ServeOptions> = {},
): Promise<WebhookScene> {
  const served = await serveUnderLogins(blueprint, undefined, {
    secret: "a secret of thirty-two characters",
    ...more,
  });
  const receivers: WebhookReceiver[] = [];
  const children: WebhookChild[] = [];
  const call: WebhookScene["call"] = async <T>(method: string, path: string, body?: object, as: As = {}) => {
    const { subject = "ann", roles = ["integrator"], tenant, key } = as;
    const token = await issueToken(served.issuer, { subject, roles, tenant });
    const response = await fetch(`${served.running.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { "content-type": "application/json" }),
        ...(key && { "idempotency-key": key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (response.status === 204 ? {} : await response.json()) as { data: T; code?: string };
    return { status: response.status, code: answer.code, data: answer.data };
  };
  return {
    ...served,
    call,
    async sell(...names) {
      for (const name of names) {
        const { status } = await call("POST", "/v1/sales/sell", { names: [name] });
        if (status !== 200) throw new Error(`Selling was answered ${status}.`);
      }
    },
    async endpoint(answer, events = ["sold"]) {
      const receiver = await startReceiver(answer);
      receivers.push(receiver);
      const { data, code } = await call<{ id: string; secret: string }>(
        "POST",
        "/v1/sales/create-webhook-endpoint",
        { url: receiver.url, events },
      );
      if (code) throw new Error(`Making an endpoint failed with ${code}.`);
      return { ...data, receiver, sold: () => soldIn(receiver.received) };
    },
    async child(retries) {
      const { databaseUrl, serviceDatabaseUrls, secret } = served.options;
      const options = { databaseUrl, serviceDatabaseUrls, secret, name: served.model.name, retries };
      const child = await startWebhookChild(options);
      children.push(child);
      return child;
    },
    async stop() {
      await Promise.all(children.map((child) => child.kill()));
      await served.stop();
      await Promise.all(receivers.map((one) => one.close()));
    },
  };
}
