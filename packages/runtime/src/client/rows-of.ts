import type { FlagsOf, Row } from "../blueprint/index.js";
import type { AnyRow } from "./protocol.js";

/** The fields of a shape that no client is given. */
type Private<S> = { [K in keyof S]: "private" extends FlagsOf<S[K]> ? K : never }[keyof S];

/** A row of an entity as clients are given it. */
export type FeedRow<E> = E extends { readonly shape: infer S } ? Omit<Row<E>, Private<S>> & AnyRow : never;

/** Rows by entity, where nothing is said of them. */
export interface AnyEntities {
  readonly [entity: string]: AnyRow & { readonly [field: string]: unknown };
}

/**
 * Rows by the name of their entity: those of a service (`typeof catalog`, of several `typeof catalog & typeof orders`), or
 * as they are written, `{ product: Product }`.
 */
export type RowsOf<T> = T extends { readonly entities: infer E }
  ? { readonly [K in keyof E]: FeedRow<E[K]> }
  : T;
