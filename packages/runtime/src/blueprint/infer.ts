import type { Field, Flag, FlagsOf, ValueOf } from "./field.js";

/** Lets an editor show the resulting members instead of the type's recipe. */
type Shown<T> = { [K in keyof T]: T[K] } & {};

type Stored<S> = { [K in keyof S as "virtual" extends FlagsOf<S[K]> ? never : K]: S[K] };
type Value<F> = "optional" extends FlagsOf<F> ? ValueOf<F> | null : ValueOf<F>;
type Omittable<F> = Extract<FlagsOf<F>, "optional" | "default"> extends never ? false : true;

/** What a shape is once it has been read: each field present, null where it is optional. */
export type Output<S> = Shown<{ -readonly [K in keyof Stored<S>]: Value<S[K & keyof S]> }>;

/** What may be given for a shape: optional fields and fields with a default can be left out. */
export type Input<S> = Shown<
  {
    -readonly [K in keyof Stored<S> as Omittable<S[K & keyof S]> extends true ? never : K]: Value<
      S[K & keyof S]
    >;
  } & {
    -readonly [K in keyof Stored<S> as Omittable<S[K & keyof S]> extends true ? K : never]?: Value<
      S[K & keyof S]
    >;
  }
>;

/** The fields that every entity has. */
export interface SystemFields {
  /** UUIDv7, made by the application. */
  id: string;
  createdAt: string;
  updatedAt: string;
  /** Counts the writes of a row, from 1; the ETag of its representation. */
  version: number;
}

/** A row as a command sees it, private fields included. `deletedAt` is there where deletion is soft. */
export type Row<E> = E extends { readonly shape: infer S; readonly softDelete: infer Soft }
  ? Shown<Output<S> & SystemFields & (Soft extends true ? { deletedAt: string | null } : unknown)>
  : never;

type Public<S> = { [K in keyof S as "private" extends FlagsOf<S[K]> ? never : K]: S[K] };

/** A row as a log tells of it: without its private fields. */
export type FeedRow<E> = E extends { readonly shape: infer S; readonly softDelete: infer Soft }
  ? Shown<Output<Public<S>> & SystemFields & (Soft extends true ? { deletedAt: string | null } : unknown)>
  : never;

/** What a new row is made from. An id may be given; it is made otherwise. */
export type CreateInput<E> = E extends { readonly shape: infer S }
  ? Shown<Input<S> & { id?: string }>
  : never;

/** What may change in a row: every field that is not immutable. `null` empties an optional one. */
export type UpdateInput<E> = E extends { readonly shape: infer S }
  ? Shown<{
      -readonly [K in keyof Stored<S> as "immutable" extends FlagsOf<S[K & keyof S]> ? never : K]?: Value<
        S[K & keyof S]
      >;
    }>
  : never;

/** The comparisons that a filter may make with one value. */
export interface Comparison<T> {
  eq?: T;
  ne?: T;
  lt?: T;
  lte?: T;
  gt?: T;
  gte?: T;
  in?: readonly T[];
  /** True: the field is null. False: it is not. */
  isNull?: boolean;
  /** Text that starts with these characters. */
  startsWith?: T extends string ? string : never;
  /** Text that holds these characters, whatever their case. */
  contains?: T extends string ? string : never;
}

/** Conditions on the fields of an entity, all of which must hold. A bare value means equal. */
export type Filter<E> = E extends { readonly shape: infer S; readonly softDelete: infer Soft }
  ? Shown<FilterOf<Output<S> & SystemFields & (Soft extends true ? { deletedAt: string | null } : unknown)>>
  : never;

type FilterOf<R> = { [K in keyof R]?: NonNullable<R[K]> | Comparison<NonNullable<R[K]>> };

/** The names that a sort may use, descending with a minus. */
export type SortKey<E> = E extends { readonly shape: infer _S }
  ? (keyof Row<E> & string) | `-${keyof Row<E> & string}`
  : never;

/** Any field of these flags; for constraints. */
export type FieldWith<F extends Flag> = Field<unknown, F>;
