/** A value as the API has it; amounts and times are strings. */
export type SeedValue = string | number | boolean | null | { readonly [key: string]: unknown };

/**
 * The rows of one entity, made as they are asked for, so that a million take no more memory than one.
 * `scale` multiplies what grows with a shop: 1 is 100,000 products.
 */
export interface SeedTable {
  readonly service: string;
  readonly entity: string;
  /** The names of the fields, `id` and the system's own among them, in the order of the values of a row. */
  readonly fields: readonly string[];
  /** How many rows there are: exactly as many as `rows` gives. */
  count(scale: number): number;
  rows(scale: number): Iterable<readonly SeedValue[]>;
}

/** Tables in the order in which they can be loaded: what is referred to comes first. */
export type Seed = readonly SeedTable[];
