/** The rows of one entity, made the same way every time. */
export interface Seed {
  readonly service: string;
  readonly entity: string;
  /**
   * The names of the fields, in the order of the values of a row. Those of the system (`id`, `createdAt`,
   * `updatedAt`, `version`, `deletedAt`) may be among them; an `id` is made where it is not.
   */
  readonly fields: readonly string[];
  /** How many rows there are at a scale, which is 1 unless told. */
  count(scale: number): number;
  /**
   * The rows, as the API has their values: amounts and times are strings. Made as they are asked for, so that a
   * million take no more memory than one.
   */
  rows(scale: number): Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>;
}

/**
 * What a project's `seed.ts` exports by default: the data that `lintel dev --seed` and `lintel db seed` load. They
 * are loaded in the order of their references, whatever the order here.
 *
 * @example
 * export default defineSeed([
 *   {
 *     service: "catalog",
 *     entity: "category",
 *     fields: ["name"],
 *     count: (scale) => 10 * scale,
 *     *rows(scale) {
 *       for (let number = 1; number <= 10 * scale; number++) yield [`Category ${number}`];
 *     },
 *   },
 * ]);
 */
export function defineSeed(seeds: readonly Seed[]): readonly Seed[] {
  return Object.freeze([...seeds]);
}
