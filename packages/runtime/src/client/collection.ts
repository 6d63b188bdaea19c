import type { Connection } from "./connection.js";
import { FeedError } from "./feed-error.js";
import { keepRows } from "./keep-rows.js";
import { createListeners } from "./listeners.js";
import type { ViewOptions } from "./options.js";
import { loadKept } from "./persist.js";
import type { AnyRow, Change } from "./protocol.js";
import type { Advance, Step } from "./step.js";
import { openSubscription, type Subscription } from "./subscription.js";

/** How a collection stands: what it holds is consistent in each, and the newest only while it is `live`. */
export type CollectionState = "loading" | "live" | "behind" | "reconnecting" | "failed" | "closed";

/** What the listeners of a collection are told: a step that it has taken, or that it stands otherwise now. */
export type CollectionStep<R> =
  | Step<R>
  | { readonly type: "reconnecting" }
  | { readonly type: "failed"; readonly error: unknown };

/** The rows of a view in memory, always those of one position. */
export interface Collection<R> {
  /** By id. Holds another state after each step, and never a part of one. */
  readonly rows: ReadonlyMap<string, R>;
  /** Where the rows stand; undefined while there are none yet. */
  readonly cursor: string | undefined;
  readonly position: number | undefined;
  readonly state: CollectionState;
  /** Whether what is committed comes at once. */
  readonly isLive: boolean;
  /** Resolves once there are rows, those that were kept too; rejects with a `FeedError` where there cannot be. */
  readonly ready: Promise<void>;
  get(id: string): R | undefined;
  /** Calls once for each step, after it was taken whole. Gives back how to stop that. */
  subscribe(listener: (step: CollectionStep<R>) => void): () => void;
  close(): void;
}

export function createCollection<R extends AnyRow>(
  connection: Connection,
  entity: string,
  query: string,
  { persist }: ViewOptions<R>,
): Collection<R> {
  const { add: subscribe, tell, clear } = createListeners<[step: CollectionStep<R>]>();
  let rows = new Map<string, R>();
  let cursor: string | undefined;
  let state: CollectionState = "loading";
  let subscription: Subscription<R> | undefined;
  let resolve = () => {};
  let reject = (_error: unknown) => {};
  const ready = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  // Who does not wait for it is told as a listener.
  ready.catch(() => {});

  const end = (next: "failed" | "closed") => {
    state = next;
    reject(new FeedError("CONNECTION_CLOSED", "It was closed before there were rows."));
    keeper.stop();
    subscription?.close();
  };
  const fail = (error: unknown) => {
    if (isOver()) return;
    reject(error);
    end("failed");
    tell({ type: "failed", error });
  };
  const isOver = () => state === "closed" || state === "failed";
  const view = `${entity}?${query}`;
  const keeper = keepRows(
    persist,
    () => (cursor ? { view, cursor, rows: [...rows.values()] } : undefined),
    fail,
  );

  const take = (step: Step<R> | Advance) => {
    if (step.type === "snapshot") rows = new Map(step.rows.map((row) => [row.id, row]));
    else if (step.type === "changes") for (const change of step.changes) apply(rows, change);
    else if (step.type === "reset") state = "loading";
    else if (step.type !== "advance") state = step.type;
    if ("cursor" in step && step.cursor !== cursor) {
      cursor = step.cursor;
      keeper.changed();
      resolve();
    }
    if (step.type !== "advance") tell(step);
  };
  const drain = () => {
    for (let step = subscription?.next(); step; step = subscription?.next()) take(step);
    if (subscription?.error) fail(subscription.error);
    else if (connection.status === "closed" && !isOver()) end("closed");
  };
  const begin = async () => {
    const kept = await loadKept<R>(persist, view);
    if (isOver()) return;
    if (kept?.rows) {
      rows = new Map(kept.rows.map((row) => [row.id, row]));
      ({ cursor } = kept);
      resolve();
    }
    subscription = openSubscription<R>(
      connection,
      { entity, query, from: cursor, snapshot: true },
      {
        wake: drain,
        lost() {
          state = "reconnecting";
          tell({ type: "reconnecting" });
        },
      },
    );
  };
  begin().catch(fail);

  return {
    get rows() {
      return rows;
    },
    get cursor() {
      return cursor;
    },
    get position() {
      return cursor === undefined ? undefined : Number(cursor.slice(cursor.lastIndexOf(":") + 1));
    },
    get state() {
      return state;
    },
    get isLive() {
      return state === "live";
    },
    ready,
    get: (id) => rows.get(id),
    subscribe,
    close() {
      if (isOver()) return;
      end("closed");
      clear();
    },
  };
}

/** A version that is older than what is there does not undo it. */
function apply<R extends AnyRow>(rows: Map<string, R>, change: Change<R>): void {
  if (change.op === "clear") {
    rows.clear();
    return;
  }
  const have = rows.get(change.key);
  if (have && have.version > change.version) return;
  if (change.op === "put") rows.set(change.key, change.row);
  else rows.delete(change.key);
}
