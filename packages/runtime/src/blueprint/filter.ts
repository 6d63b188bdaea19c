/**
 * Conditions on the fields of one row, all of which must hold: `{ isActive: true, price: { lt: "20" } }`.
 * The one grammar for partial indexes, checks, access rules and what a client or a command asks for.
 */
export type FilterData = { readonly [field: string]: unknown };

/** The comparisons of the grammar, in the spelling that a query string uses too. */
export const comparisons = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "isNull",
  "startsWith",
  "contains",
] as const;
export type ComparisonName = (typeof comparisons)[number];

/** Stands for the value of another field of the same row: `{ salePrice: { lte: fieldValue("price") } }`. */
export interface FieldValue<Name extends string = string> {
  readonly fieldValue: Name;
}

/** The value of another field of the same row, in a check. */
export function fieldValue<const Name extends string>(field: Name): { readonly fieldValue: Name } {
  return Object.freeze({ fieldValue: field });
}

/** The fields that a filter reads: those it is about, and those that it compares them with. */
export type NamesIn<F> = (keyof F & string) | { [K in keyof F]: OthersIn<F[K]> }[keyof F];

type OthersIn<Asked> =
  Asked extends FieldValue<infer Name>
    ? Name
    : Asked extends { readonly [comparison: string]: unknown }
      ? { [C in keyof Asked]: Asked[C] extends FieldValue<infer Name> ? Name : never }[keyof Asked]
      : never;

/** True for what {@link fieldValue} made. */
export function isFieldValue(value: unknown): value is FieldValue {
  return typeof value === "object" && value !== null && typeof (value as FieldValue).fieldValue === "string";
}
