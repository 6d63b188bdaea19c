import { failure, LintelError } from "../../errors.js";
import type { Facts } from "../../facts.js";
import { newId } from "../../plan/index.js";
import type { LogClient, LogEntry } from "../../postgres/log/index.js";
import { type EndpointState, keepAttempt, keepLoss } from "../../postgres/webhooks/index.js";
import { createBell } from "../bell.js";
import { parsePosition } from "../position.js";
import type { LogReader } from "../reader.js";
import { decideOn, type Verdict } from "./decide.js";
import type { Gate } from "./gate.js";
import { isFor, isOfTenant, isReplay } from "./matches.js";
import { type Message, messageOf, messageType } from "./message.js";
import type { Poster, PostOutcome } from "./post.js";
import { readSecret } from "./secret.js";
import { signatureHeaders } from "./signature.js";
import type { LogWindow } from "./window.js";

/** What all endpoints of a service share while one process sends. */
export interface DriveParts {
  readonly system: string;
  readonly service: string;
  readonly schema: string;
  readonly client: LogClient;
  /** The generation of the worker. */
  readonly worker: string;
  readonly window: LogWindow;
  readonly reader: LogReader;
  readonly gate: Gate;
  readonly poster: Poster;
  /** The secrets of an endpoint, opened. */
  readonly secretsOf: (endpoint: EndpointState) => readonly string[] | undefined;
  readonly retries: readonly number[];
  readonly clock: { now(): number };
  readonly facts: Facts;
  /** Says that something was written into the log of the service. */
  readonly committed: () => void;
  /** Has the endpoint read anew: what was to be kept was not, since another or a person has moved it. */
  readonly reload: (endpoint: string) => Promise<void>;
  /** Nothing new is begun. */
  readonly stopping: AbortSignal;
  /** What is under way is given up. */
  readonly ending: AbortSignal;
}

/** An endpoint that messages are sent to, one after another. */
export interface Drive {
  readonly endpoint: EndpointState;
  /** Nothing is sent to it any more. */
  readonly isOver: boolean;
  /** Nothing is known to be waiting for it. */
  readonly isIdle: boolean;
  /** Everything up to and with this position is done, or nothing to it. */
  readonly position: number;
  /** An entry is there for it. */
  hear(position: number): void;
  /** What a person says of it now; undefined where it is gone. */
  update(next: EndpointState | undefined): void;
  /** Resolves when nothing is sent to it any more; rejects where the log or the database cannot be got at. */
  readonly done: Promise<void>;
}

/** Milliseconds of work after which an endpoint lets others have its place; and between two looks at the clock. */
const [longestTurn, look, idleLook] = [2_000, 500, 30_000];

/**
 * Sends to one endpoint:
 *
 *     idle ── an entry is there for it ──► waiting for a place ──► sending
 *     sending ── 2xx ──► the next, or idle
 *     sending ── anything else ──► resting ── its time has come ──► waiting for a place ──► sending the same again
 *     sending ── 410, or the last attempt failed ──► disabled: over
 *     sending ── moved by a person or another worker meanwhile ──► read anew
 *
 * Each step is kept before the next is taken. A message whose answer was not kept is sent again under the same id.
 */
export function startDrive(first: EndpointState, parts: DriveParts): Drive {
  const { window, gate, clock, facts, stopping, client, schema, service } = parts;
  const bell = createBell();
  let state = first;
  let isOver = false;
  let isIdle = false;
  const isDone = () => isOver || stopping.aborted;
  const turnOf = () => ({
    endpoint: state.id,
    worker: parts.worker,
    generation: state.generation,
    tenant: state.tenant,
  });

  const lose = async (): Promise<void> => {
    const { firstKept } = await parts.reader.head();
    const entries = firstKept - 1 - state.position;
    if (entries <= 0) return;
    const position = firstKept - 1;
    if (!(await keepLoss(client, schema, turnOf(), { position, entries }))) return parts.reload(state.id);
    state = { ...state, position, attempts: 0, failingSince: undefined, nextAt: undefined };
    facts.report({ fact: "webhook.lost", service, endpoint: state.id, entries });
    parts.committed();
  };

  const entriesFrom = async (position: number): Promise<readonly LogEntry[]> => {
    try {
      return await window.read(position);
    } catch (error) {
      if (!(error instanceof LintelError) || error.code !== "LOG_POSITION_GONE") throw error;
      await lose();
      return window.read(state.position + 1);
    }
  };

  /** True where the endpoint may go on with the next entry. */
  const attempt = async (entry: LogEntry): Promise<boolean> => {
    const endpoint = state;
    const turn = turnOf();
    const began = clock.now();
    const since = performance.now();
    const found = await messageFor(entry, endpoint, parts);
    const outcome = "message" in found ? await send(endpoint, found.message, parts) : found.gone;
    if (parts.ending.aborted) return false;
    const milliseconds = Math.round(performance.now() - since);
    const now = clock.now();
    const verdict: Verdict =
      "message" in found
        ? decideOn(outcome, endpoint, { retries: parts.retries, now, random: Math.random() })
        : { kind: "delivered" };
    const isDelivered = outcome.kind === "answered" && verdict.kind === "delivered";
    const isPast = verdict.kind === "delivered";
    const failingSince = isPast ? undefined : (endpoint.failingSince ?? new Date(began).toISOString());
    const nextAt = verdict.kind === "again" ? verdict.nextAt : undefined;
    const disabled = verdict.kind === "disable" ? verdict.reason : undefined;
    const position = isPast ? entry.position : endpoint.position;
    const attempts = isPast ? 0 : endpoint.attempts + 1;
    const { id, event } = "message" in found ? found.message : found;
    const kept = await keepAttempt(
      client,
      schema,
      turn,
      {
        position,
        attempts,
        failingSince,
        nextAt: nextAt === undefined ? undefined : new Date(nextAt).toISOString(),
        disabled,
      },
      {
        id: newId(),
        message: id,
        event,
        attempt: endpoint.attempts + 1,
        outcome: isDelivered ? "delivered" : "failed",
        ...told(outcome),
        milliseconds,
        at: new Date(began).toISOString(),
      },
    );
    if (!kept) {
      await parts.reload(endpoint.id);
      return false;
    }
    facts.report({
      fact: "webhook.attempted",
      service,
      endpoint: endpoint.id,
      message: id,
      event,
      attempt: endpoint.attempts + 1,
      outcome: isDelivered ? "delivered" : "failed",
      status: outcome.kind === "answered" ? outcome.status : 0,
      code: outcome.kind === "failed" ? outcome.error : undefined,
      milliseconds,
    });
    // A person may have moved it between what was kept and now: that is newer.
    if (state.generation === turn.generation) state = { ...state, position, attempts, failingSince, nextAt };
    if (disabled) {
      isOver = true;
      parts.committed();
      facts.report({
        fact: "webhook.disabled",
        service,
        endpoint: endpoint.id,
        reason: disabled,
        failingSince,
      });
    }
    return isPast;
  };

  const work = async (): Promise<void> => {
    const until = performance.now() + longestTurn;
    while (!isDone()) {
      const entries = await entriesFrom(state.position + 1);
      if (isDone()) return;
      if (entries.length === 0 && state.position >= window.end) {
        isIdle = true;
        return;
      }
      const { generation } = state;
      for (const entry of entries) {
        // What was read no longer fits where a person had it go on elsewhere.
        if (state.generation !== generation) break;
        if (!isFor(entry, state)) state = { ...state, position: entry.position };
        else if (!(await attempt(entry))) return;
        if (isDone() || performance.now() > until) return;
      }
    }
  };

  const live = async (): Promise<void> => {
    while (!isDone()) {
      const rest = (state.nextAt ?? 0) - clock.now();
      if (isIdle) await bell.wait(idleLook);
      else if (rest > 0) await bell.wait(Math.min(rest, look));
      else {
        const isFailing = state.attempts > 0;
        await gate.enter(isFailing, state.tenant);
        try {
          if (!isDone()) await work();
        } finally {
          gate.leave(isFailing);
        }
      }
    }
  };
  stopping.addEventListener("abort", bell.ring);
  const done = live().finally(() => stopping.removeEventListener("abort", bell.ring));

  return {
    get endpoint() {
      return state;
    },
    get isOver() {
      return isOver;
    },
    get isIdle() {
      return isIdle;
    },
    get position() {
      return isIdle ? Math.max(window.end, state.position) : state.position;
    },
    hear(position) {
      if (!isIdle || position <= state.position) return;
      state = { ...state, position: position - 1 };
      isIdle = false;
      bell.ring();
    },
    update(next) {
      if (!next?.isEnabled || next.takenBy !== parts.worker) isOver = true;
      else if (next.generation !== state.generation) {
        state = next;
        isIdle = false;
      } else {
        const { position, attempts, failingSince, nextAt } = state;
        state = { ...next, position, attempts, failingSince, nextAt };
      }
      bell.ring();
    },
    done,
  };
}

/** What to send for an entry: its event; or that of an earlier entry, under the id that it had, where a person has asked for that. */
async function messageFor(
  entry: LogEntry,
  endpoint: EndpointState,
  { system, service, window, reader }: DriveParts,
): Promise<
  { readonly message: Message } | { readonly id: string; readonly event: string; readonly gone: PostOutcome }
> {
  const source = { system, service, epoch: window.epoch };
  if (!isReplay(entry)) return { message: messageOf(entry, source) };
  const { message: id } = JSON.parse(entry.after ?? "{}") as { readonly message: string };
  try {
    const from = parsePosition(id);
    const page = await reader.read(from, { count: 1 });
    const [again] = page.entries;
    if (again?.kind === "event" && isOfTenant(again, endpoint)) return { message: messageOf(again, source) };
    throw failure("LOG_POSITION_GONE", `There is no event at ${id}.`);
  } catch (error) {
    if (!(error instanceof LintelError) || error.code === "DATABASE_UNAVAILABLE") throw error;
    return { id, event: entry.subject, gone: { kind: "failed", error: "LOG_POSITION_GONE", detail: "" } };
  }
}

async function send(
  endpoint: EndpointState,
  { id, body }: Message,
  { secretsOf, poster, clock, ending }: DriveParts,
): Promise<PostOutcome> {
  const secrets = secretsOf(endpoint)?.flatMap((one) => readSecret(one) ?? []) ?? [];
  if (secrets.length === 0) return { kind: "failed", error: "SECRET_UNREADABLE", detail: "" };
  const timestamp = Math.floor(clock.now() / 1_000);
  return poster.post({
    url: endpoint.url,
    headers: {
      "content-type": messageType,
      "user-agent": "Lintel-Webhooks/1",
      ...signatureHeaders({ id, timestamp, body }, secrets),
    },
    body,
    signal: ending,
  });
}

/** What the delivery log tells of an outcome. */
function told(outcome: PostOutcome) {
  if (outcome.kind === "failed")
    return {
      status: undefined,
      error: outcome.error,
      detail: outcome.detail || undefined,
      response: undefined,
    };
  const { status, response } = outcome;
  return { status, error: undefined, detail: undefined, response: response || undefined };
}
