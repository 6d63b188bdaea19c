import type { Actor, Calls, Db, Emit, Fetch, TraceHeaders } from "./context.js";
import type { Duration } from "./environment.js";
import type { FeedRow, Output } from "./infer.js";
import { type Origin, originOf } from "./origin.js";

/** Who caused what a consumer is told of, in the first place. */
export interface OriginalCause {
  readonly actor: Pick<Actor, "kind" | "id">;
  readonly requestId: string;
}

/** What every rule of a consumer is given. */
export interface ConsumerContext<Entities, Uses, Events> {
  /** One transaction in the database of the consumer's own service: all of it happens, and once, or none of it. */
  readonly db: Db<Entities>;
  /** The commands of the services that it uses. They are called by the consumer's service. */
  readonly call: Calls<Uses>;
  /** Writes an event into the log of the consumer's own service. */
  readonly emit: Emit<Events>;
  /**
   * Asks another system over HTTP. What is asked is not undone where the transaction is, and asked again when it is tried again: let
   * the other system know it by `id`.
   */
  readonly fetch: Fetch;
  readonly trace: TraceHeaders;
  /** Names the entry, in every attempt alike: `epoch:position`. */
  readonly id: string;
  readonly position: number;
  /** The event's key, or the row's id: entries of one key are told one after another. Empty for an event without one. */
  readonly key: string;
  /** The version of the event's form, or of the row. */
  readonly version: number;
  /** When it happened, RFC 3339. */
  readonly at: string;
  /** When this attempt began, RFC 3339. */
  readonly now: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Undefined for what was changed without a request. */
  readonly cause: OriginalCause | undefined;
  /** The id of the request that caused it in the first place, or one of the attempt's own. */
  readonly requestId: string;
  /** The tenant of the entry: that of the row that changed, or of whoever caused it; undefined where it is of none. */
  readonly tenant: string | undefined;
}

/** An event, and what may be done about it. */
export interface EventContext<Entities, Uses, Events, E> extends ConsumerContext<Entities, Uses, Events> {
  /** As it was emitted, every field present. */
  readonly data: E extends { readonly shape: infer S } ? Output<S> : never;
}

/** What changed in a row, without its private fields. */
export type ChangeOf<E> =
  | {
      readonly kind: "insert";
      readonly before: null;
      readonly after: FeedRow<E>;
      readonly changed: readonly string[];
    }
  | {
      readonly kind: "update";
      readonly before: FeedRow<E>;
      readonly after: FeedRow<E>;
      /** The names of the fields that are not as they were. */
      readonly changed: readonly (keyof FeedRow<E> & string)[];
    }
  | {
      readonly kind: "delete";
      readonly before: FeedRow<E>;
      readonly after: null;
      readonly changed: readonly string[];
    }
  /** All rows of the table are gone, and nothing is said of each. */
  | { readonly kind: "truncate"; readonly before: null; readonly after: null; readonly changed: readonly [] };

/** A change of a row, and what may be done about it. */
export type ChangeContext<Entities, Uses, Events, E> = ConsumerContext<Entities, Uses, Events> & ChangeOf<E>;

/** How often and how long it is tried to handle an entry. */
export interface RetryOptions {
  /** How often at most, before it becomes a dead letter: 8. */
  readonly attempts?: number;
  /** How long is waited after the first attempt: `200ms`. Doubled after each that follows, and varied. */
  readonly first?: Duration;
  /** How long is waited at most: `5m`. */
  readonly last?: Duration;
}

/** Whose log can be followed. */
export interface Followed {
  readonly data: { readonly name: string };
  readonly entities: unknown;
  readonly events: unknown;
}

/**
 * Follows a log, and does something about what is in it. Nothing is inferred from the contexts (`NoInfer`), as for a command.
 */
export interface ConsumerDefinition<Entities, Uses, Events, From extends Followed> {
  /** One sentence for whoever operates it. */
  readonly description?: string;
  /** The service whose log it follows; its own unless told. */
  readonly of?: From;
  /** What to do about each event, by its name. */
  readonly events?: {
    readonly [E in keyof From["events"]]?: (
      context: NoInfer<EventContext<Entities, Uses, Events, From["events"][E]>>,
    ) => Promise<void>;
  };
  /** What to do about each change of a row, by the name of the entity, which is a feed. */
  readonly changes?: {
    readonly [E in keyof From["entities"]]?: (
      context: NoInfer<ChangeContext<Entities, Uses, Events, From["entities"][E]>>,
    ) => Promise<void>;
  };
  /** How many entries may be handled at a time, of different keys: 4. */
  readonly workers?: number;
  readonly retry?: RetryOptions;
  /** How long handling an entry may take: `10s`. */
  readonly timeout?: Duration;
  /** Where it begins when it runs for the first time: behind what has happened (`now`, unless told), or with the first entry that is kept. */
  readonly start?: "now" | "beginning";
  /** Why it has the rows of every tenant. Unless told, its `db` has those of the entry's tenant alone. */
  readonly acrossTenants?: string;
}

type Handler = (context: never) => Promise<void>;

/** A consumer as data and functions, its types forgotten. */
export interface ConsumerData {
  readonly name: string;
  readonly description?: string | undefined;
  /** The service whose log it follows, as it was given; undefined for its own. */
  readonly of?: { readonly data: { readonly name: string } } | undefined;
  readonly events: { readonly [event: string]: Handler };
  readonly changes: { readonly [entity: string]: Handler };
  readonly workers?: number | undefined;
  readonly retry: RetryOptions;
  readonly timeout?: Duration | undefined;
  readonly start?: "now" | "beginning" | undefined;
  readonly acrossTenants?: string | undefined;
  readonly origin: Origin;
}

/** What a consumer is written as. */
export type WrittenConsumer = Partial<Omit<ConsumerData, "name" | "origin">>;

/** Makes a consumer from what is written. `from` is the builder on whose line it is. */
export function consumerOf(name: string, written: WrittenConsumer, from: never): ConsumerData {
  return Object.freeze({
    name,
    description: written.description,
    of: written.of,
    events: Object.freeze({ ...written.events }),
    changes: Object.freeze({ ...written.changes }),
    workers: written.workers,
    retry: Object.freeze({ ...written.retry }),
    timeout: written.timeout,
    start: written.start,
    acrossTenants: written.acrossTenants,
    origin: originOf(from),
  });
}
