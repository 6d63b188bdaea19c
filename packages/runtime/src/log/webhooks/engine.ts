import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { WebhooksModel } from "../../blueprint/index.js";
import type { Facts } from "../../facts.js";
import {
  type EndpointState,
  moveEndpoints,
  pruneDeliveries,
  readEndpoints,
  resealSecrets,
  takeEndpoints,
} from "../../postgres/webhooks/index.js";
import type { LogPage, LogReader } from "../reader.js";
import type { Worker, Workers, WorkerTurn } from "../workers.js";
import { type Drive, type DriveParts, startDrive } from "./drive.js";
import { createGate } from "./gate.js";
import { endpointIn, isForOne } from "./matches.js";
import type { Poster } from "./post.js";
import type { Sealer } from "./seal.js";
import { createWindow } from "./window.js";

export interface WebhooksOptions {
  readonly system: string;
  readonly service: string;
  readonly schema: string;
  /** Whether each endpoint is of a tenant, and is sent what happens in that one alone. */
  readonly tenants: boolean;
  readonly terms: Pick<WebhooksModel, "retries" | "keepDeliveries">;
  readonly reader: LogReader;
  readonly workers: Workers;
  readonly poster: Poster;
  readonly sealer: Sealer;
  readonly facts: Facts;
  /** Says that something was written into the log of the service. */
  readonly committed: () => void;
  /** Milliseconds since 1970; the clock of the process unless told. */
  readonly clock?: { now(): number } | undefined;
  /** How many messages are under way at a time: 64 unless told. Endpoints that fail have half of them. */
  readonly places?: number | undefined;
}

/** Milliseconds between two looks at how all stand; a part of them keeps it, a part throws old deliveries away. */
const tick = { told: 1_000, kept: 10_000, pruned: 60_000 };
/** Milliseconds that what is under way is given when another is to go on. */
const grace = 1_000;
/** Deliveries that are thrown away at a time. */
const batch = 1_000;

/** What a secret is sealed for. */
export function sealedFor(schema: string, endpoint: string): string {
  return `${schema} ${endpoint}`;
}

/**
 * Sends the webhooks of a service, in one process at a time: to every endpoint that is enabled, each with a position of its own, one
 * message at a time. No endpoint waits for another.
 */
export function startWebhooks(options: WebhooksOptions): Worker {
  return options.workers.start({
    name: "webhooks",
    source: options.service,
    run: (turn) => sendWebhooks(turn, options),
  });
}

async function sendWebhooks(turn: WorkerTurn, options: WebhooksOptions): Promise<void> {
  const { client, generation: worker, signal } = turn;
  const { schema, service, reader, sealer, facts, terms, places = 64 } = options;
  const clock = options.clock ?? { now: Date.now };
  const drives = new Map<string, Drive>();
  const bySubject = new Map<string, Set<Drive>>();
  const stopping = new AbortController();
  const ending = new AbortController();
  // Every endpoint listens to both.
  setMaxListeners(0, stopping.signal, ending.signal);
  const told = () => stopping.abort();
  let failedBy: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    failedBy ??= { error };
    stopping.abort();
  };
  signal.addEventListener("abort", told);
  if (signal.aborted) told();

  const head = await reader.head();
  const window = createWindow(reader, head.epoch, head.position);
  const secretsOf = ({ id, secret, previous }: EndpointState): readonly string[] | undefined => {
    const current = sealer.open(secret, sealedFor(schema, id));
    if (current === undefined) return undefined;
    const before =
      previous && previous.until > clock.now()
        ? sealer.open(previous.secret, sealedFor(schema, id))
        : undefined;
    return [current, ...(before === undefined ? [] : [before])];
  };
  const parts: DriveParts = {
    ...options,
    client,
    worker,
    window,
    gate: createGate(places, Math.ceil(places / 2)),
    secretsOf,
    retries: terms.retries,
    clock,
    reload: (id) => reload([id]),
    stopping: stopping.signal,
    ending: ending.signal,
  };

  const begin = (state: EndpointState) => {
    const drive = startDrive(state, parts);
    drives.set(state.id, drive);
    drive.done
      .then(() => {
        if (drives.get(state.id) === drive) drives.delete(state.id);
      })
      .catch(fail);
  };
  const index = () => {
    bySubject.clear();
    for (const drive of drives.values()) {
      for (const subject of drive.endpoint.events) {
        const all = bySubject.get(subject) ?? new Set();
        bySubject.set(subject, all.add(drive));
      }
    }
  };
  const reseal = async ({ id, secret, previous }: EndpointState): Promise<void> => {
    for (const sealed of [secret, previous?.secret]) {
      if (sealed === undefined || sealer.isCurrent(sealed)) continue;
      const plain = sealer.open(sealed, sealedFor(schema, id));
      if (plain !== undefined)
        await resealSecrets(client, schema, id, [sealed, sealer.seal(plain, sealedFor(schema, id))]);
    }
  };
  /** Looks at endpoints anew: all, or those that were changed. */
  async function load(ids?: readonly string[]): Promise<void> {
    if (stopping.signal.aborted) return;
    await takeEndpoints(client, schema, worker);
    const states = await readEndpoints(client, schema, options.tenants, ids);
    for (const state of states) {
      await reseal(state);
      const drive = drives.get(state.id);
      drive?.update(state);
      if (!state.isEnabled || state.takenBy !== worker) continue;
      if (!drive) begin(state);
      // What it has under way comes to its end first: never are two messages on their way to one endpoint.
      else if (drive.isOver) void drive.done.then(() => reload([state.id])).catch(fail);
    }
    const found = new Set(states.map(({ id }) => id));
    for (const id of ids ?? []) if (!found.has(id)) drives.get(id)?.update(undefined);
    index();
  }

  /** One after another, so that no older state comes after a newer one. */
  let loading = Promise.resolve();
  function reload(ids: readonly string[]): Promise<void> {
    const next = loading.then(() => load(ids));
    loading = next.catch(fail);
    return next;
  }
  const take = (page: LogPage) => {
    window.append(page);
    const changed = new Set<string>();
    for (const entry of page.entries) {
      const id = endpointIn(entry);
      if (id !== undefined) changed.add(id);
      else if (isForOne(entry)) drives.get(entry.key)?.hear(entry.position);
      else for (const drive of bySubject.get(entry.subject) ?? []) drive.hear(entry.position);
    }
    if (changed.size > 0) reload([...changed]).catch(() => {});
  };

  let kept: ReadonlyMap<string, number> = new Map();
  const keepPositions = async () => {
    const all = [...drives.values()];
    const moved = all
      .filter(({ endpoint, position }) => kept.get(endpoint.id) !== position)
      .map(({ endpoint, position }) => ({
        endpoint: endpoint.id,
        generation: endpoint.generation,
        position,
      }));
    await moveEndpoints(client, schema, worker, moved);
    kept = new Map(all.map(({ endpoint, position }) => [endpoint.id, position]));
    const least = moved.reduce((lowest, { position }) => Math.min(lowest, position), window.end);
    await turn.advance({ epoch: window.epoch, position: least });
  };
  const prune = async () => {
    const before = new Date(clock.now() - terms.keepDeliveries).toISOString();
    while (!stopping.signal.aborted && (await pruneDeliveries(client, schema, before, batch)) === batch);
  };
  const tend = async () => {
    for (let at = tick.told; ; at += tick.told) {
      await delay(tick.told, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      const all = [...drives.values()];
      facts.report({
        fact: "webhook.lag",
        service,
        endpoints: all.length,
        failing: all.filter(({ endpoint }) => endpoint.attempts > 0).length,
        entries: all.reduce((most, { position }) => Math.max(most, window.end - position), 0),
      });
      if (at % tick.kept === 0) await keepPositions();
      if (at % tick.pruned === 0) await prune();
    }
  };

  try {
    await load();
    const tending = tend().catch(fail);
    const from = { epoch: head.epoch, position: head.position + 1 };
    for await (const page of reader.pages(from, stopping.signal)) take(page);
    await tending;
  } finally {
    stopping.abort();
    signal.removeEventListener("abort", told);
    const over = Promise.allSettled([...drives.values()].map(({ done }) => done));
    await Promise.race([over, delay(grace)]);
    ending.abort();
    await over;
    await loading;
    await keepPositions().catch(() => {});
  }
  if (failedBy) throw failedBy.error;
}
