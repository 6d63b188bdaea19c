import type { FilterData, NamesIn } from "./filter.js";
import { type Origin, originOf } from "./origin.js";

/** How much a match in a field counts in full-text search: A the most, D the least. */
export type Weight = "A" | "B" | "C" | "D";

export type IndexData =
  | {
      readonly kind: "by";
      /** Field names in order; a leading minus means descending. */
      readonly fields: readonly string[];
      readonly unique: boolean;
      readonly where?: FilterData | undefined;
    }
  | {
      readonly kind: "search";
      readonly weights: { readonly [field: string]: Weight };
      /** A text search configuration of PostgreSQL, such as `english` or `simple`. */
      readonly language: string;
    };

declare const fields: unique symbol;

/** An index of an entity. `Fields` names the fields it reads, so that a wrong name does not compile. */
export interface Index<Fields extends string = string> {
  readonly data: IndexData;
  readonly origin: Origin;
  readonly [fields]?: Fields | undefined;
}

/** An index over fields, to be made unique or partial. */
export interface FieldIndex<Fields extends string> extends Index<Fields> {
  /** No two rows hold the same values together. */
  unique(): FieldIndex<Fields>;
  /** Only the rows that satisfy a condition are in the index, which keeps it small. */
  where<const F extends FilterData>(filter: F): FieldIndex<Fields | NamesIn<F>>;
}

type Undirected<Name extends string> = Name extends `-${infer Rest}` ? Rest : Name;

function fieldIndex<Fields extends string>(
  data: Extract<IndexData, { kind: "by" }>,
  origin: Origin,
): FieldIndex<Fields> {
  return Object.freeze({
    data: Object.freeze(data),
    origin,
    unique: () => fieldIndex<Fields>({ ...data, unique: true }, origin),
    where: <const F extends FilterData>(filter: F) =>
      fieldIndex<Fields | NamesIn<F>>({ ...data, where: filter }, origin),
  });
}

/**
 * An index over fields in this order; a leading minus means descending.
 *
 * @example
 * by("category", "-createdAt").where({ isActive: true })
 */
export function by<const Name extends string>(...names: readonly Name[]): FieldIndex<Undirected<Name>> {
  return fieldIndex({ kind: "by", fields: names, unique: false }, originOf(by));
}

/**
 * Full-text search over text fields: by names (all weigh the same, in the order A), or by weight. One an entity.
 *
 * @example
 * search({ name: "A", description: "B" }, { language: "english" })
 */
export function search<const Name extends string>(
  names: { readonly [N in Name]: Weight } | readonly Name[],
  options: { language?: string } = {},
): Index<Name> {
  const weights: { [field: string]: Weight } = Array.isArray(names)
    ? Object.fromEntries((names as readonly Name[]).map((name) => [name, "A" as const]))
    : { ...(names as { readonly [N in Name]: Weight }) };
  return Object.freeze({
    data: Object.freeze({ kind: "search" as const, weights, language: options.language ?? "english" }),
    origin: originOf(search as never),
  });
}
