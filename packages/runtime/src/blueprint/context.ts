import type { Duration } from "./environment.js";
import type { CreateInput, Filter, Input, Output, Row, SortKey, UpdateInput } from "./infer.js";

/** Who asks: nobody known, a person or program with a token, or a service's command. */
export interface Actor {
  readonly kind: "anonymous" | "user" | "service";
  /** The token's `sub`, or the service's name. Empty when anonymous. */
  readonly id: string;
  readonly roles: readonly string[];
  /** The tenant that the caller is of, where the token names one; a service's command has that of its own caller. */
  readonly tenant?: string | undefined;
}

/** The rows of one entity, to read. Access rules do not apply: the command or query decides. */
export interface ReadRepository<E> {
  /** The row, or undefined where there is none (or it is softly deleted). */
  get(id: string, options?: { lock?: "update" | "share" }): Promise<Row<E> | undefined>;
  /** The rows that satisfy the filter, at most `limit` (100 unless told). */
  find(options?: FindOptions<E>): Promise<Row<E>[]>;
  count(where?: Filter<E>): Promise<number>;
}

/** The rows of one entity, within the transaction of the command. */
export interface Repository<E> extends ReadRepository<E> {
  insert(values: CreateInput<E>): Promise<Row<E>>;
  /** Inserts all in one statement, and gives them back in the same order. */
  insertMany(values: readonly CreateInput<E>[]): Promise<Row<E>[]>;
  /**
   * Inserts a row that need not come back, and gives its id. It is sent in the order of asking, and nothing waits for it: what is
   * added last leaves together with the commit. Values that are not valid throw at once. What the database refuses fails the next
   * statement, or the command when it ends, with the code that `insert` has for it.
   */
  add(values: CreateInput<E>): string;
  /** Adds all in one statement, and gives their ids in the same order. */
  addMany(values: readonly CreateInput<E>[]): string[];
  /** The row as it now is, or undefined where there is none. Throws `VERSION_MISMATCH` when it is not at `ifVersion`. */
  update(id: string, changes: UpdateInput<E>, options?: { ifVersion?: number }): Promise<Row<E> | undefined>;
  /** True if there was a row to delete. Soft where the entity says so. */
  delete(id: string): Promise<boolean>;
}

export interface FindOptions<E> {
  where?: Filter<E>;
  sort?: readonly SortKey<E>[];
  limit?: number;
  lock?: "update" | "share";
}

/**
 * Plain SQL in the service's own schema. Values become parameters, never text.
 *
 * @example
 * const rows = await db.sql<{ total: string }>`select sum(total) as total from orders where user_id = ${user}`;
 */
export type Sql = <R = Record<string, unknown>>(
  text: TemplateStringsArray,
  ...values: readonly unknown[]
) => Promise<R[]>;

/** The database as a command sees it: a repository an entity, and plain SQL. */
export type Db<Entities> = { readonly [K in keyof Entities]: Repository<Entities[K]> } & {
  readonly sql: Sql;
};

/** What a query may do: read. */
export type ReadDb<Entities> = {
  readonly [K in keyof Entities]: ReadRepository<Entities[K]>;
} & { readonly sql: Sql };

/** The commands of other services, as functions. In one database they join the caller's transaction. */
export type Calls<Uses> = {
  readonly [S in keyof Uses]: Uses[S] extends { readonly inputs: infer I; readonly outputs: infer O }
    ? { readonly [C in keyof I]: (input: Input<I[C]>) => Promise<C extends keyof O ? Result<O[C]> : void> }
    : never;
};

/** What a command emits, a function for each event of its service. */
export type Emit<Events> = {
  readonly [E in keyof Events]: Events[E] extends { readonly shape: infer S }
    ? (data: Input<S>) => void
    : never;
};

/** What a command or query gives back for its declared output: nothing, where none is declared. */
export type Result<O> = [keyof O] extends [never] ? void : Output<O>;

/** The headers that carry a request's trace on to another system (W3C Trace Context). */
export interface TraceHeaders {
  readonly traceparent: string;
  /** What the caller's own tracing systems keep in it; absent where the caller sent none that can be passed on. */
  readonly tracestate?: string;
}

export interface FetchOptions extends RequestInit {
  /** How long it may take until the last byte of the answer: `5s` unless told, and never beyond the request's own time. */
  readonly timeout?: Duration;
}

/** Asks another system over HTTP, as the global `fetch` does. */
export type Fetch = (url: string | URL, options?: FetchOptions) => Promise<Response>;

/** What every rule of the user's is given. */
export interface Context<I, Errors> {
  /** The input, valid, with defaults filled in. */
  readonly input: Output<I>;
  readonly actor: Actor;
  /** The moment at which the request began, RFC 3339. */
  readonly now: string;
  readonly requestId: string;
  /** Ends the command with one of its declared errors; the transaction is undone. */
  readonly fail: (code: Errors, detail?: string) => never;
  /**
   * Asks another system over HTTP, with the request's trace in `traceparent` and `tracestate`, and in a bounded time.
   * Any status is an answer. Throws `OUTSIDE_UNAVAILABLE` (503) where none came in time.
   *
   * What is asked is not undone with the transaction, and asked again when that is tried again: let the other system
   * know it by a key of its own. The transaction stays open meanwhile, its connection and locks with it.
   */
  readonly fetch: Fetch;
  /** The request's trace, for a client that has its own way to ask another system. */
  readonly trace: TraceHeaders;
}

export interface CommandContext<Entities, Uses, I, Errors, Events = Record<never, never>>
  extends Context<I, Errors> {
  /** One transaction: all of it happens, or none. */
  readonly db: Db<Entities>;
  readonly call: Calls<Uses>;
  /**
   * Writes an event into the log of the service, in the order in which it is called among the changes of the command; it is
   * told when the transaction commits, and never where that is undone. Throws `EVENT_INVALID` at once for data that is
   * not as declared.
   */
  readonly emit: Emit<Events>;
}

export interface QueryContext<Entities, I, Errors> extends Context<I, Errors> {
  /** A read-only transaction on one snapshot. */
  readonly db: ReadDb<Entities>;
}
