import type { Rule } from "./access.js";
import type { FieldAccess } from "./entity.js";
import type { Shape } from "./field.js";
import type { Index } from "./index-definition.js";
import type { FeedRow, Input, Output, SystemFields } from "./infer.js";
import type { Origin } from "./origin.js";

/** A service whose log a projection can be derived from. */
export interface ProjectionSource<Entities = unknown, Events = unknown> {
  readonly data: { readonly name: string };
  readonly entities: Entities;
  readonly events: Events;
}

/** What an entry of a log says of itself, beside its content. */
interface Entry {
  /** The row's id, or the event's key. */
  readonly key: string;
  /** The row's version after it (before it, where it was deleted), or the version of the event's schema. */
  readonly version: number;
  /** When it was written, RFC 3339: the same however often the entry is read. */
  readonly at: string;
}

/** An event, as a projection is given it. */
export interface ProjectedEvent<E> extends Entry {
  readonly data: E extends { readonly shape: infer S } ? Output<S> : never;
}

/** The change of a row of a feed, as a projection is given it. A soft deletion and its end are updates. */
export type ProjectedChange<E> = Entry &
  (
    | { readonly kind: "insert"; readonly before: undefined; readonly after: FeedRow<E> }
    | { readonly kind: "update"; readonly before: FeedRow<E>; readonly after: FeedRow<E> }
    | { readonly kind: "delete"; readonly before: FeedRow<E>; readonly after: undefined }
  );

/** What becomes of one row of a projection. */
export interface ProjectionStep<S, Key extends keyof S> {
  /** Which row: the value of the projection's key. */
  readonly key: Output<S>[Key & keyof Output<S>];
  /** The row's other fields as they are next, from the row as it is, undefined where there is none yet; undefined removes it. */
  readonly next: (row: Output<S> | undefined) => Omit<Input<S>, Key> | undefined;
}

/** What becomes of a projection's rows by one entry: a step for each row that it concerns, in their order. */
export type ProjectionSteps<S, Key extends keyof S> = readonly ProjectionStep<S, Key>[];

type SourceEvents<Of> = Of extends { readonly events: infer Events } ? Events : never;
type SourceEntities<Of> = Of extends { readonly entities: infer Entities } ? Entities : never;
type Readable<S> = (keyof S & string) | keyof SystemFields;

/** What a projection is described by. */
export interface ProjectionDefinition<S, Key extends keyof S & string, Of> {
  /** One sentence for the API documents. */
  readonly description?: string;
  /** Its columns. */
  readonly fields: S;
  /** The field by whose value its rows are told apart. Where it is an id, a row has that id too. */
  readonly key: Key;
  /** From 1. One more has it built anew, beside the one that is served. */
  readonly version?: number;
  /** The service whose log it is derived from: its own unless told. */
  readonly of?: Of;
  /**
   * What to do where the log does not reach back to its beginning any more. Unless told, nothing is built then, since it would lack what is
   * gone: `kept` begins with the oldest entry that is kept.
   */
  readonly history?: "all" | "kept";
  /** Who may read it over HTTP. Nobody writes it. */
  readonly access: {
    readonly read: Rule<Readable<NoInfer<S>>>;
    readonly fields?: { readonly [F in Readable<NoInfer<S>>]?: Pick<FieldAccess, "read"> };
  };
  readonly indexes?: readonly Index<Readable<NoInfer<S>>>[];
  /** Rows that it may come to hold, as of an entity. */
  readonly rows?: number;
  readonly list?: {
    readonly filter?: readonly Readable<NoInfer<S>>[];
    readonly sort?: readonly Readable<NoInfer<S>>[];
  };
  readonly plural?: string;
  /** Why its rows are of no tenant, as of an entity. */
  readonly shared?: string;
  /** What becomes of its rows by an event: a pure function, which is given the same entry again in a rebuild. */
  readonly events?: {
    readonly [E in keyof SourceEvents<Of>]?: (
      event: ProjectedEvent<SourceEvents<Of>[E]>,
    ) => ProjectionSteps<NoInfer<S>, NoInfer<Key>>;
  };
  /** The same for the change of a row of an entity that is a feed. */
  readonly changes?: {
    readonly [E in keyof SourceEntities<Of>]?: (
      change: ProjectedChange<SourceEntities<Of>[E]>,
    ) => ProjectionSteps<NoInfer<S>, NoInfer<Key>>;
  };
}

/** A step with its types forgotten. */
export interface StepData {
  readonly key: unknown;
  /** Whose row, where rows are of tenants: that of the entry. Functions do not say it. */
  readonly tenant?: string | undefined;
  readonly next: (row: never) => object | undefined;
}

/** A projection as data and functions, its types forgotten. */
export interface ProjectionData {
  readonly name: string;
  readonly shape: Shape;
  readonly key: string;
  readonly version: number;
  /** The name of the service whose log it is derived from. */
  readonly source: string;
  readonly history: "all" | "kept";
  /** What it has in common with an entity. */
  readonly options: { readonly [option: string]: unknown };
  readonly events: { readonly [name: string]: Projecting };
  readonly changes: { readonly [name: string]: Projecting };
  readonly origin: Origin;
}

/** What becomes of rows by one kind of entry. */
export type Projecting = (entry: never) => readonly StepData[];

/** A projection of a service as data, from how it is written. */
export function projectionOf(
  name: string,
  service: string,
  written: ProjectionDefinition<Shape, string, { readonly data: { readonly name: string } }>,
  origin: Origin,
): ProjectionData {
  const { fields, key, version = 1, history = "all", events, changes, of, ...options } = written;
  return Object.freeze({
    name,
    shape: Object.freeze({ ...fields }),
    key,
    version,
    // A circular import can leave `of` undefined although it is written; the check then says so.
    source: "of" in written ? (of?.data?.name ?? "") : service,
    history,
    options: Object.freeze({ ...options }),
    events: Object.freeze({ ...(events as ProjectionData["events"] | undefined) }),
    changes: Object.freeze({ ...(changes as ProjectionData["changes"] | undefined) }),
    origin,
  });
}
