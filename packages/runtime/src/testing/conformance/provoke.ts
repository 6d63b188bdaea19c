import { randomUUID } from "node:crypto";
import { keyLock, scopeIn } from "../../guards/idempotency/index.js";
import { callerKey } from "../../guards/rate-limit/index.js";
import type { Caller } from "./callers.js";
import type { Operation } from "./document.js";
import { attempts, enough, type Kitchen, make, replenish, working } from "./kitchen.js";
import type { Sent } from "./send.js";
import type { Exchange } from "./session.js";
import { nearlyValidSteps, type Step, validSteps } from "./step.js";

type Recipe = (kitchen: Kitchen, operation: Operation) => Promise<unknown>;

/** Brings about each documented answer of an operation that has not been seen yet, as far as there is a recipe for it. */
export async function provoke(kitchen: Kitchen, operation: Operation, status: number): Promise<void> {
  const { session } = kitchen;
  for (const recipe of recipes[status] ?? []) {
    if (session.seen.has(`${operation.id} ${status}`)) return;
    await recipe(kitchen, operation);
  }
}

/** The same request with something else about it. */
function varied(change: (sent: Sent, exchange: Exchange) => Sent | Promise<Sent>): Recipe {
  return async (kitchen, operation) => {
    const exchange = await working(kitchen, operation);
    const { caller, sent } = exchange;
    await kitchen.session.ask(caller, await change(sent, exchange));
  };
}

const withHeader = (name: string, value: string) =>
  varied((sent) => ({ ...sent, headers: { ...sent.headers, [name]: value } }));

const withContent = (type: string, length: string) =>
  varied((sent) => ({
    ...sent,
    headers: { ...sent.headers, "content-type": type, "content-length": length },
    body: undefined,
    withheld: true,
  }));

const newIds: Recipe = async (kitchen, operation) => {
  const { caller, sent } = await working(kitchen, operation);
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const body = sent.body && Buffer.from(sent.body.toString("utf8").replace(id, () => randomUUID()));
  await kitchen.session.ask(caller, { ...sent, target: sent.target.replace(id, () => randomUUID()), body });
};

/** Everybody tries, until somebody may not. */
const asOthers: Recipe = async ({ session, callers, sample, document }, operation) => {
  for (const caller of callers.fixed)
    for (let attempt = 0; attempt < 3 && !session.seen.has(`${operation.id} 403`); attempt += 1)
      await session.runAs(caller, sample(validSteps(document, operation)));
};

const nearly: Recipe = async (kitchen, operation) => {
  const { session, sample, document } = kitchen;
  const { caller } = await working(kitchen, operation);
  for (let attempt = 0; attempt < attempts && !session.seen.has(`${operation.id} 422`); attempt += 1)
    await session.runAs(caller, sample(nearlyValidSteps(document, operation)));
};

/** The same request twice, the second time under the id that the first one was given. */
const again: Recipe = async (kitchen, operation) => {
  const { caller, sent, body } = await working(kitchen, operation);
  const { id } = ((body as { data?: unknown } | undefined)?.data ?? {}) as { id?: unknown };
  const value = {
    ...(JSON.parse(sent.body?.toString("utf8") || "{}") as object),
    ...(typeof id === "string" && { id }),
  };
  const { "idempotency-key": _, ...headers } = sent.headers;
  await kitchen.session.ask(caller, { ...sent, headers, body: Buffer.from(JSON.stringify(value)) });
};

/** One row is to become like another one, each by somebody who may read it. */
const likeAnother: Recipe = async (kitchen, operation) => {
  const { session, memory, operations, callers, sample, document } = kitchen;
  const { resource } = operation;
  const create = operations.find((one) => one.resource === resource && one.answers.has(201));
  const read = operations.find((one) => one.resource === resource && readsOne(one));
  const names = Object.keys(propertiesOf(kitchen, operation));
  if (resource === undefined || read === undefined) return;
  for (let times = 0; times < 6; times += 1) await make(kitchen, resource);
  if (create) {
    const { caller } = await working(kitchen, create);
    for (let made = 0; made < 6; made += 1) await session.runAs(caller, sample(validSteps(document, create)));
  }
  const rows: { readonly caller: Caller; readonly id: string; readonly values: object }[] = [];
  for (const { id, caller } of memory.all(resource).slice(-8))
    for (const reader of [caller, callers.owner(id), ...callers.fixed]) {
      const target = read.path.replace("{id}", id);
      const headers = await callers.headers(reader);
      const { received, body } = await session.ask(reader, { method: "GET", target, headers });
      if (received.status !== 200) continue;
      const values = Object.entries((body as { data: object }).data).filter(([name]) => names.includes(name));
      rows.push({ caller: reader, id, values: Object.fromEntries(values) });
      break;
    }
  for (const { values } of rows)
    for (const { caller, id } of rows)
      if (!session.seen.has(`${operation.id} 409`))
        await session.ask(caller, {
          method: operation.method,
          target: operation.path.replace("{id}", id),
          headers: { ...(await callers.headers(caller)), "content-type": "application/json" },
          body: Buffer.from(JSON.stringify(values)),
        });
};

function readsOne({ path, answers }: Operation): boolean {
  return path.includes("{id}") && answers.has(304);
}

function propertiesOf({ document }: Kitchen, { body }: Operation): object {
  const name =
    String(body?.schema.$ref ?? "")
      .split("/")
      .at(-1) ?? "";
  return (document.components.schemas[name]?.properties ?? {}) as object;
}

/** Every row that is known is to go, until one is held. */
const every: Recipe = async (kitchen, operation) => {
  const { session, memory, callers } = kitchen;
  const { caller } = await working(kitchen, operation);
  for (const { id } of [...memory.all(operation.resource ?? "")].reverse()) {
    if (session.seen.has(`${operation.id} 409`)) return;
    await session.ask(caller, {
      method: operation.method,
      target: operation.path.replace("{id}", id),
      headers: await callers.headers(caller),
    });
  }
};

/** The same request once more, while the first one with its key still holds the key. */
const whileItRuns: Recipe = async (kitchen, operation) => {
  const { app, session } = kitchen;
  if (!operation.parameters.some(({ name }) => name === "Idempotency-Key")) return;
  const { caller, sent } = await working(kitchen, operation);
  const key = randomUUID();
  const lock = [scopeIn(caller.tenant, callerKey(caller.subject ?? "", "127.0.0.1")), key];
  await app.database.sql(`select pg_advisory_lock(${keyLock})`, lock);
  try {
    await session.ask(caller, { ...sent, headers: { ...sent.headers, "idempotency-key": key } });
  } finally {
    await app.database.sql(`select pg_advisory_unlock(${keyLock})`, lock);
  }
};

/** One key for two requests: one that works, so that its answer is kept, and another one. */
const keyForAnother: Recipe = async (kitchen, operation) => {
  const { session, sample, document } = kitchen;
  const key = { "idempotency-key": randomUUID() };
  await replenish(kitchen, operation);
  for (let attempt = 0; attempt < attempts && !session.seen.has(`${operation.id} 422`); attempt += 1) {
    const step: Step = { ...sample(validSteps(document, operation)), headers: key };
    const { caller, received, sent } = await session.run(step);
    if (received.status >= 300) continue;
    const body = Buffer.from(`${sent.body?.toString("utf8") ?? "{}"} `);
    await session.ask(caller, {
      ...sent,
      headers: { "content-type": "application/json", ...sent.headers },
      body,
    });
  }
};

/** A row that was just read, so that its ETag is that of now; what has no ETag is known by star alone. */
const knownAlready: Recipe = async (kitchen, operation) => {
  const { session, sample, document } = kitchen;
  if (operation.answers.get(304)?.headers.ETag === undefined)
    return withHeader("if-none-match", "*")(kitchen, operation);
  const { caller, sent: last } = await working(kitchen, operation);
  const askAgain = async ({ received, sent }: Pick<Exchange, "received" | "sent">) => {
    const { etag } = received.headers;
    if (etag !== undefined)
      await session.ask(caller, { ...sent, headers: { ...sent.headers, "if-none-match": etag } });
  };
  await askAgain(await session.ask(caller, last));
  for (let attempt = 0; attempt < attempts && !session.seen.has(`${operation.id} 304`); attempt += 1) {
    await askAgain(await session.runAs(caller, sample(validSteps(document, operation))));
  }
};

/** A row that is there, so that its version can be another one: each that is known, by whoever may see it. */
const ofAnotherVersion: Recipe = async (kitchen, operation) => {
  const { session, sample, document, memory, callers } = kitchen;
  const headers = { "if-match": '"2147483647"' };
  await replenish(kitchen, operation);
  if (operation.resource)
    for (let times = 0; times < enough; times += 1) await make(kitchen, operation.resource);
  for (const { id, caller } of memory
    .all(operation.resource ?? "")
    .slice(-12)
    .reverse())
    for (const one of new Set([caller, callers.owner(id), ...callers.fixed]))
      if (!session.seen.has(`${operation.id} 412`))
        await session.runAs(one, { ...sample(validSteps(document, operation)), id, headers });
};

const beyondTheLimit: Recipe = async (kitchen, operation) => {
  const { caller, sent } = await working(kitchen, operation);
  for (let times = 0; times < 3; times += 1)
    await kitchen.session.ask(caller, sent, { url: kitchen.limitedUrl });
};

const tooSlowly: Recipe = async (kitchen, operation) => {
  const { caller, sent } = await working(kitchen, operation);
  const headers = { ...sent.headers, "content-type": "application/json", "content-length": "2" };
  const slow: Sent = { ...sent, headers, body: undefined, withheld: true };
  await kitchen.session.ask(caller, slow, { url: kitchen.hastyUrl, mayFail: true });
};

/** Also without its query, since what asks for rows that cannot be is answered without the database. A connection may break: it is asked again then. */
const withoutDatabase: Recipe = async (kitchen, operation) => {
  const { caller, sent } = await working(kitchen, operation);
  const targets = [...new Set([sent.target, sent.target.replace(/\?.*$/, "")])];
  for (const target of [...targets, ...targets])
    if (!kitchen.session.seen.has(`${operation.id} 503`))
      await kitchen.session.ask(caller, { ...sent, target }, { url: kitchen.downUrl, mayFail: true });
};

const success: Recipe = (kitchen, operation) => working(kitchen, operation);

const recipes: { readonly [status: number]: readonly Recipe[] } = {
  200: [success],
  201: [success],
  204: [success],
  304: [knownAlready],
  400: [varied((sent) => ({ ...sent, target: `${sent.target.split("?", 1)[0]}?not-one-of-these=1` }))],
  401: [withHeader("authorization", "Bearer nonsense")],
  403: [asOthers],
  404: [newIds],
  406: [withHeader("accept", "text/html")],
  408: [tooSlowly],
  409: [again, likeAnother, every, whileItRuns],
  412: [ofAnotherVersion, withHeader("if-match", '"2147483647"')],
  413: [withContent("application/json", "1099511627776")],
  415: [withContent("text/plain", "2")],
  422: [nearly, keyForAnother],
  429: [beyondTheLimit],
  503: [withoutDatabase],
};
