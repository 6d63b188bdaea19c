import type { Operation, Rule } from "./access.js";
import type { Duration } from "./environment.js";
import type { Shape } from "./field.js";
import type { FilterData, NamesIn } from "./filter.js";
import type { Index } from "./index-definition.js";
import type { SystemFields } from "./infer.js";
import { type Origin, originOf } from "./origin.js";

/** A rule across the fields of a row, which PostgreSQL holds as a CHECK constraint. */
export interface Check<Fields extends string = string> {
  readonly name: string;
  readonly filter: FilterData;
  readonly origin: Origin;
  readonly fields?: Fields | undefined;
}

/** A rule across fields: `check("sale_below_price", { salePrice: { lte: fieldValue("price") } })`. */
export function check<const F extends FilterData>(name: string, filter: F): Check<NamesIn<F>> {
  return Object.freeze({ name, filter, origin: originOf(check) });
}

/** Who may see one field, and who may set it. */
export interface FieldAccess {
  readonly read?: Rule;
  readonly write?: Rule;
}

/** Who may do what with an entity over HTTP. What is not said is allowed to nobody. */
export type EntityAccess<Fields extends string> = {
  readonly [O in Operation]?: Rule<Fields>;
} & {
  /** Stands for create, update, delete and restore, where those do not say otherwise. */
  readonly write?: Rule<Fields>;
  /** Narrows single fields: who sees one, who sets one. Rules about the caller only, not about the row. */
  readonly fields?: { readonly [F in Fields]?: FieldAccess };
};

/** A conditional type, since TypeScript writes out its result in a message and not its recipe. */
type Names<S, Soft> = [Soft] extends [false]
  ? (keyof S & string) | keyof SystemFields
  : (keyof S & string) | keyof SystemFields | "deletedAt";

export interface EntityOptions<S, Soft extends boolean> {
  /** Deleting sets `deletedAt`; the row can be restored. */
  readonly softDelete?: Soft;
  readonly indexes?: readonly Index<Names<S, Soft>>[];
  readonly checks?: readonly Check<Names<S, Soft>>[];
  readonly access?: EntityAccess<Names<S, Soft>>;
  /**
   * Rows that the table may come to hold. Above 10,000 clients filter and sort by what an index serves, and cannot look
   * through texts (`contains`, `startsWith`). Unless told, they may do all of it, and `lintel check` warns of what no
   * index serves.
   */
  readonly rows?: number;
  /** The fields that clients may filter and sort by, and `id`; unless told, all that they may read and `rows` allows. */
  readonly list?: {
    readonly filter?: readonly Names<S, Soft>[];
    readonly sort?: readonly Names<S, Soft>[];
  };
  /** How long one statement may take that reads one row, or a page; `timeouts` of the environment unless told. */
  readonly timeouts?: { readonly row?: Duration; readonly list?: Duration };
  /**
   * Writes every change of a row into the log of the service, in the transaction that makes it: what the row was and what it
   * is, without private fields, with who caused it.
   */
  readonly feed?: boolean;
  /**
   * Why its rows are of no tenant, in a system where others are: whoever the access rules let in has them, of whichever tenant.
   */
  readonly shared?: string;
  /** The plural, in camelCase, where English has its own mind: `people`. It names the table and the path. */
  readonly plural?: string;
  /** One sentence for the API documents. */
  readonly description?: string;
  /**
   * What the entity was called in the release before. While this is said, its table is there under both names, so
   * that the programs of both releases work on one database. Take it out in the release after.
   */
  readonly renamedFrom?: string;
}

/** What a table holds, as it is written. */
export interface Entity<S extends Shape = Shape, Soft extends boolean = boolean> {
  readonly shape: S;
  readonly softDelete: Soft;
  readonly options: EntityOptions<Shape, boolean>;
  readonly origin: Origin;
}

/**
 * Describes one kind of row. Every entity also has `id`, `createdAt`, `updatedAt` and `version`.
 *
 * @example
 * entity({ name: text({ max: 100 }).unique() }, { access: { read: anyone, write: role("editor") } })
 */
export function entity<const S extends Shape, const Soft extends boolean = false>(
  shape: S,
  options: EntityOptions<NoInfer<S>, Soft> = {},
): Entity<S, Soft> {
  return Object.freeze({
    shape: Object.freeze(shape),
    softDelete: (options.softDelete ?? false) as Soft,
    options: Object.freeze(options) as EntityOptions<Shape, boolean>,
    origin: originOf(entity as never),
  });
}
