import fc, { type Arbitrary } from "fast-check";
import type { Caller } from "./callers.js";
import type { Operation } from "./document.js";
import type { Kitchen } from "./kitchen.js";
import { fillIn } from "./link.js";
import { shownRequest } from "./send.js";
import { Complaint, type Exchange } from "./session.js";
import { type Step, validSteps } from "./step.js";

/** What can happen to a row. */
const events = [
  "read",
  "read what is known",
  "list",
  "update",
  "update a stale version",
  "delete a stale version",
  "delete",
  "restore",
] as const;
type Event = (typeof events)[number];

/** The operations on one kind of row. */
export interface Resource {
  readonly name: string;
  readonly create: Operation;
  readonly read: Operation;
  readonly list: Operation;
  readonly update: Operation | undefined;
  readonly delete: Operation | undefined;
  readonly restore: Operation | undefined;
}

/** One thing that happens, with the change that it brings where it is an update. */
interface Turn {
  readonly event: Event;
  readonly change: Step | undefined;
}

interface Row {
  readonly id: string;
  etag: string;
  stale: string | undefined;
  isGone: boolean;
}

/** What can be made, read and listed. */
export function resourcesOf(operations: readonly Operation[]): readonly Resource[] {
  return operations.flatMap((create) => {
    const name = create.resource;
    const of = (method: string, path: string) =>
      operations.find((one) => one.method === method && one.path === path);
    const one = `${create.path}/{id}`;
    const [read, list] = [of("GET", one), of("GET", create.path)];
    if (name === undefined || !create.answers.has(201) || !read || !list) return [];
    const rest = {
      update: of("PATCH", one),
      delete: of("DELETE", one),
      restore: of("POST", `${one}/restore`),
    };
    return [{ name, create, read, list, ...rest }];
  });
}

/** Sequences of what can happen to a row. */
export function livesOf(kitchen: Kitchen, resource: Resource): Arbitrary<readonly Turn[]> {
  const change = resource.update ? validSteps(kitchen.document, resource.update) : fc.constant(undefined);
  return fc.array(fc.record({ event: fc.constantFrom(...events), change }), { minLength: 1, maxLength: 12 });
}

/**
 * A row is made, and things happen to it one after another. Its ETags and its id feed what comes next, and each answer is
 * held to what happened before. Throws {@link Complaint}.
 */
export async function live(kitchen: Kitchen, resource: Resource, turns: readonly Turn[]): Promise<void> {
  const { session, sample, document } = kitchen;
  let made: Exchange | undefined;
  for (let attempt = 0; attempt < 40 && made === undefined; attempt += 1) {
    const tried = await session.run(sample(validSteps(document, resource.create)));
    if (tried.received.status === 201) made = tried;
  }
  const id = (made?.body as { data: { id: string } } | undefined)?.data.id;
  if (made === undefined || id === undefined) return;
  const row: Row = { id, etag: made.received.headers.etag ?? "", stale: undefined, isGone: false };
  const visible = await session.ask(made.caller, {
    method: "GET",
    target: resource.read.path.replace("{id}", id),
    headers: await kitchen.callers.headers(made.caller),
  });
  if (visible.received.status !== 200) return;
  const past: string[] = ["create"];
  for (const turn of turns) {
    past.push(turn.event);
    await happen(kitchen, resource, made.caller, row, turn, past);
  }
}

async function happen(
  kitchen: Kitchen,
  resource: Resource,
  caller: Caller,
  row: Row,
  { event, change }: Turn,
  past: readonly string[],
): Promise<void> {
  const { session, callers } = kitchen;
  const authorization = await callers.headers(caller);
  const ask = async (operation: Operation, headers = {}, body?: unknown, query = "") =>
    session.ask(caller, {
      method: operation.method,
      target: `${operation.path.replace("{id}", row.id)}${query}`,
      headers: { ...authorization, ...headers },
      body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
    });
  const expect = (exchange: Exchange, wanted: number, also = true): boolean => {
    const { received, sent } = exchange;
    if ([401, 403, 409, 422].includes(received.status)) return false;
    if (received.status === wanted && also) return true;
    const words = `after ${past.slice(0, -1).join(", ")}, "${past.at(-1)}" gave ${received.status}; expected ${wanted}${also ? "" : " and what was told before"}`;
    throw new Complaint(
      exchange.operation?.id ?? resource.name,
      [words],
      shownRequest(sent),
      received.text.slice(0, 600),
    );
  };
  const bytes = { "content-type": "application/merge-patch+json" };
  switch (event) {
    case "read": {
      const read = await ask(resource.read);
      expect(read, row.isGone ? 404 : 200, row.isGone || read.received.headers.etag === row.etag);
      return;
    }
    case "read what is known":
      expect(await ask(resource.read, { "if-none-match": row.etag }), row.isGone ? 404 : 304);
      return;
    case "list": {
      const listed = await ask(resource.list, {}, undefined, `?filter[id]=${row.id}`);
      const { data } = listed.body as { data?: readonly unknown[] };
      expect(listed, 200, data?.length === (row.isGone ? 0 : 1));
      return;
    }
    case "update": {
      if (!resource.update || !change?.body) return;
      const value = fillIn(change.body.value, kitchen.memory.fillFor(caller));
      const updated = await ask(resource.update, { ...bytes, "if-match": row.etag }, value);
      if (!expect(updated, row.isGone ? 404 : 200) || row.isGone) return;
      row.stale = row.etag;
      row.etag = updated.received.headers.etag ?? "";
      return;
    }
    case "update a stale version": {
      if (!resource.update || !change?.body || row.stale === undefined || row.stale === row.etag) return;
      const value = fillIn(change.body.value, kitchen.memory.fillFor(caller));
      expect(await ask(resource.update, { ...bytes, "if-match": row.stale }, value), row.isGone ? 404 : 412);
      return;
    }
    case "delete a stale version":
      if (!resource.delete || row.stale === undefined || row.stale === row.etag) return;
      expect(await ask(resource.delete, { "if-match": row.stale }), row.isGone ? 404 : 412);
      return;
    case "delete":
      if (
        resource.delete &&
        expect(await ask(resource.delete, { "if-match": row.etag }), row.isGone ? 404 : 204)
      )
        row.isGone = true;
      return;
    case "restore": {
      if (!resource.restore) return;
      const restored = await ask(resource.restore);
      if (!expect(restored, row.isGone ? 200 : 404) || !row.isGone) return;
      row.isGone = false;
      row.stale = row.etag;
      row.etag = restored.received.headers.etag ?? "";
    }
  }
}
