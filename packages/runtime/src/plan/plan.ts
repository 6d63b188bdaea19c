import type { Actor, EntityModel, FieldModel, RelationModel } from "../blueprint/index.js";

/**
 * What one request may do with one entity: authorised, validated and bounded, and nothing of SQL or HTTP in it.
 *
 * Arrays of fields in a plan (`select`, `returning`) are frozen and shared: two plans for the same fields hold the
 * same array, so that whatever is compiled for it can be kept by identity.
 */
export type Plan = OnePlan | ListPlan | InsertPlan | UpdatePlan | DeletePlan | RestorePlan;

/** A condition on one row, its values already of the type of their field. */
export type Predicate =
  | { readonly kind: "always" }
  | { readonly kind: "never" }
  | {
      readonly kind: "compare";
      readonly field: FieldModel;
      readonly operator: "eq" | "ne" | "lt" | "lte" | "gt" | "gte";
      readonly value: Value;
    }
  | {
      readonly kind: "compareFields";
      readonly field: FieldModel;
      readonly operator: "eq" | "ne" | "lt" | "lte" | "gt" | "gte";
      readonly other: FieldModel;
    }
  | { readonly kind: "in"; readonly field: FieldModel; readonly values: readonly Value[] }
  | { readonly kind: "isNull"; readonly field: FieldModel; readonly isNull: boolean }
  | { readonly kind: "startsWith" | "contains"; readonly field: FieldModel; readonly value: string }
  | { readonly kind: "and" | "or"; readonly parts: readonly Predicate[] };

/** A value as it goes to PostgreSQL: as JSON has it, numerics and times as strings. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly unknown[]
  | { readonly [key: string]: unknown };

/** A relation to read along with a row. Its own access rules apply: what the caller may not see is absent. */
export interface IncludePlan {
  readonly relation: RelationModel;
  readonly entity: EntityModel;
  readonly select: readonly FieldModel[];
  readonly where: Predicate;
  readonly include: readonly IncludePlan[];
  /** Rows of the far side of a "many" for each row of this side, at most. */
  readonly limit: number;
}

/** On whose behalf a plan is: the database holds the caller to the access rules too. */
export interface OnBehalf {
  readonly actor: Actor;
}

/** Read one row. */
export interface OnePlan extends OnBehalf {
  readonly kind: "one";
  readonly entity: EntityModel;
  readonly id: string;
  readonly select: readonly FieldModel[];
  /** The access rule and, where deletion is soft, that the row is not deleted. */
  readonly where: Predicate;
  readonly include: readonly IncludePlan[];
}

export interface SortPlan {
  readonly field: FieldModel;
  readonly descending: boolean;
}

/** A place in a sorted list: the values of the sort fields of one row, in PostgreSQL's text form; null for null. */
export type Key = readonly (string | null)[];

/** Read a page. */
export interface ListPlan extends OnBehalf {
  readonly kind: "list";
  readonly entity: EntityModel;
  readonly select: readonly FieldModel[];
  readonly where: Predicate;
  /** Words to find, in the syntax of `websearch_to_tsquery`. */
  readonly search?: string | undefined;
  /**
   * Ends with `id`, so that the order is total. `"rank"` sorts by how well the words match, then by id.
   * Nulls come last when ascending and first when descending, as PostgreSQL has it.
   */
  readonly sort: readonly SortPlan[] | "rank";
  /** Rows of the page at most. */
  readonly size: number;
  readonly position?: { readonly direction: "after" | "before"; readonly key: Key } | undefined;
  readonly include: readonly IncludePlan[];
  /** What the cursors of this list are bound to: its entity, sort, search and filter. */
  readonly scope?: string | undefined;
}

/** Follow the rows of a feed. */
export interface FeedPlan extends OnBehalf {
  readonly kind: "feed";
  readonly entity: EntityModel;
  /** `id` and `version` are always among them. */
  readonly select: readonly FieldModel[];
  /** The access rule, the filter, and where deletion is soft, that the row is not deleted. */
  readonly where: Predicate;
}

/** Values to write, by field; a field that is not there takes its default. */
export type Values = ReadonlyMap<FieldModel, Value>;

export interface InsertPlan extends OnBehalf {
  readonly kind: "insert";
  readonly entity: EntityModel;
  /** One row or more, all with the same fields; `id` is always among them. */
  readonly rows: readonly Values[];
  readonly returning: readonly FieldModel[];
  /**
   * What a new row must satisfy for this caller to make it (an owner makes only rows of their own).
   * A row that does not satisfy it: `ACCESS_DENIED`, and nothing is written.
   */
  readonly must: Predicate;
}

export interface UpdatePlan extends OnBehalf {
  readonly kind: "update";
  readonly entity: EntityModel;
  readonly id: string;
  readonly changes: Values;
  /** Which rows this caller may see at all: outside of it the answer is `ENTITY_NOT_FOUND`. */
  readonly visible: Predicate;
  /** Which rows this caller may change, as they are and as they become: outside of it `ACCESS_DENIED`. */
  readonly must: Predicate;
  /** The versions one of which the row must have, else `VERSION_MISMATCH`. */
  readonly ifVersion?: readonly number[] | undefined;
  /** The versions none of which the row may have, `*` for any, else `VERSION_MISMATCH`. */
  readonly unlessVersion?: readonly number[] | "*" | undefined;
  readonly returning: readonly FieldModel[];
}

export interface DeletePlan extends OnBehalf {
  readonly kind: "delete";
  readonly entity: EntityModel;
  readonly id: string;
  readonly visible: Predicate;
  readonly must: Predicate;
  readonly ifVersion?: readonly number[] | undefined;
  readonly unlessVersion?: readonly number[] | "*" | undefined;
}

/** Undo a soft delete. */
export interface RestorePlan extends OnBehalf {
  readonly kind: "restore";
  readonly entity: EntityModel;
  readonly id: string;
  readonly visible: Predicate;
  readonly must: Predicate;
  readonly returning: readonly FieldModel[];
}
