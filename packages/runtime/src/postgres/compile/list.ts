import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import type { ListPlan } from "../../plan/index.js";
import { mostBytes } from "../answer-limit.js";
import { columnOf, quote, systemField } from "../identifier.js";
import { layoutOf, widen } from "../layout.js";
import type { Parameter } from "../parameter.js";
import { clientColumns } from "../schema/client-columns.js";
import { foundCountSql, foundSql, keysSql, needsKeysFirst } from "./guarded.js";
import { afterSql, orderSql, reverse, type SortTerm } from "./keyset.js";
import { collectParameters, type Parameters } from "./parameters.js";
import { predicateSql } from "./predicate.js";
import { type Bound, type Prepared, planForValues, prepare } from "./prepared.js";
import { isServedByIndex } from "./served-by-index.js";
import { createShapes, type Shape } from "./shapes.js";
import { sourceOf } from "./source-of.js";

interface ListShape extends Shape {
  /** The statement that finds the keys first; undefined where one statement does both. */
  readonly keys: Prepared | undefined;
  /** Where the values of the key stand in a row. */
  readonly keyAt: readonly number[];
  /** Where a row says how many rows were found; undefined where those are the rows that come. */
  readonly foundAt: number | undefined;
}

/** The read of a page and one row more, with its values. Towards `before`, the rows come in reverse. */
export interface ListStatement extends Omit<ListShape, "keys"> {
  /** To be run ahead with the service's own rights, in the same packet. */
  readonly keys: Bound | undefined;
  readonly values: readonly Parameter[];
  readonly reversed: boolean;
}

interface Order {
  readonly terms: readonly SortTerm[];
  /** The fields of the terms; none for the rank. */
  readonly fields: readonly (FieldModel | undefined)[];
}

const shapes = createShapes<ListShape>();

/**
 * Compiles a page. The limit is a parameter and not a constant: with a constant PostgreSQL's generic plan sorts the
 * whole range instead of reading an index in order.
 */
export function compileList(plan: ListPlan, needed: readonly FieldModel[] = []): ListStatement {
  const order = orderOf(plan);
  const reversed = plan.position?.direction === "before";
  const terms = reversed ? reverse(order.terms) : order.terms;
  const parameters = collectParameters();
  const conditions = [predicateSql(plan.where, parameters)];
  const words = searchSql(plan, parameters);
  const isRanked = plan.sort === "rank";
  if (words && !isRanked) conditions.push(`${matchedColumn} @@ ${words}`);
  const ranges = plan.position ? afterSql(terms, plan.position.key, parameters) : [];
  const limit = parameters.add(String(plan.size + 1));
  const orderBy = orderSql(terms);
  const shared = conditions.join("\n  and  ");
  const keysFirst = needsKeysFirst(plan);
  const shape = shapes.take(
    plan.select,
    [words, shared, ...ranges, orderBy, ...needed.map(({ name }) => name)].join("\n"),
    () => {
      const layout = widen(
        layoutOf(plan.entity, plan.select),
        plan.select,
        [...order.fields, ...needed].flatMap((field) => field ?? []),
      );
      const table = words && isRanked ? rankedTable(plan, words, matchSql) : `${sourceOf(plan.entity)} as t`;
      const shown = isRanked ? `${layout.sql}, t.${rank}` : layout.sql;
      const columns = keysFirst ? columnOf(systemField(plan.entity, "id")) : shown;
      const page = { table, shared, order: orderBy, limit };
      const text =
        ranges.length > 1
          ? `select ${columns}
from   (
${ranges.map((range) => `(${pageSql(columnsOf(plan.entity), page, range)})`).join("\nunion all\n")}
) as t
order  by ${orderBy}
limit  ${limit}`
          : pageSql(columns, page, ranges[0]);
      const label = `${plan.entity.name}.list`;
      const before = isServedByIndex(plan) ? undefined : planForValues;
      return Object.freeze({
        prepared: keysFirst
          ? prepare(label, foundRowsSql(plan, `${shown}, ${foundCountSql}`, orderBy), { mostBytes })
          : prepare(label, text, { mostBytes, before }),
        keys: keysFirst ? prepare(`${plan.entity.name}.keys`, keysSql(text), { before }) : undefined,
        layout,
        foundAt: keysFirst ? layout.at.size + (isRanked ? 1 : 0) : undefined,
        keyAt: order.fields.map((field) => (field ? (layout.at.get(field) ?? 0) : layout.at.size)),
      });
    },
  );
  const { values } = parameters;
  if (!shape.keys) return { ...shape, keys: undefined, values, reversed };
  const wordsToRank = isRanked && plan.search !== undefined ? [plan.search] : [];
  return { ...shape, keys: { prepared: shape.keys, values }, values: wordsToRank, reversed };
}

/** The rows whose keys were found, as far as the caller may see them. The words to rank by are `$1`. */
function foundRowsSql(plan: ListPlan, columns: string, order: string): string {
  const found = foundSql(plan.entity);
  const words = plan.sort === "rank" ? searchSql(plan, collectParameters()) : undefined;
  return words
    ? `select ${columns}
from   ${rankedTable(plan, words, found)}
order  by ${order}`
    : `select ${columns}
from   ${sourceOf(plan.entity)} as t
where  ${found}
order  by ${order}`;
}

interface PageParts {
  readonly table: string;
  readonly shared: string;
  readonly order: string;
  readonly limit: string;
}

function pageSql(columns: string, { table, shared, order, limit }: PageParts, range?: string): string {
  return `select ${columns}
from   ${table}
where  ${shared}${range ? `\n  and  ${range}` : ""}
order  by ${order}
limit  ${limit}`;
}

const rank = '"lintel_rank"';

function orderOf(plan: ListPlan): Order {
  if (plan.sort === "rank") {
    const id = systemField(plan.entity, "id");
    return {
      terms: [
        { sql: `t.${rank}`, descending: true, nullable: false, cast: "real" },
        { sql: columnOf(id), descending: false, nullable: false },
      ],
      fields: [undefined, id],
    };
  }
  return {
    terms: plan.sort.map(({ field, descending }) => ({
      sql: columnOf(field),
      descending,
      nullable: field.modifiers.optional,
    })),
    fields: plan.sort.map(({ field }) => field),
  };
}

/** The query that the words are; undefined where the plan looks for none. */
function searchSql(plan: ListPlan, parameters: Parameters): string | undefined {
  if (plan.search === undefined) return undefined;
  const language = (plan.entity.search?.language ?? "simple").replaceAll("'", "''");
  return `websearch_to_tsquery('${language}', ${parameters.add(plan.search)})`;
}

const matchedColumn = 't."search_vector"';
const matchSql = `${matchedColumn} @@ words.query`;

/** Every column that a client's statement may touch: `*` would ask for those too that it may not. */
function columnsOf(entity: EntityModel): string {
  return clientColumns(entity)
    .select.map((column) => `t.${quote(column)}`)
    .join(", ");
}

/**
 * The rows that satisfy the condition, with their rank. The query is a row to join: PostgreSQL takes it for a constant where it
 * plans for values, and makes it once, not once a row, where it does not.
 */
function rankedTable(plan: ListPlan, query: string, condition: string): string {
  return `(
  select ${columnsOf(plan.entity)}, ts_rank(${matchedColumn}, words.query) as ${rank}
  from   ${sourceOf(plan.entity)} as t
  cross  join ${query} as words (query)
  where  ${condition}
) as t`;
}
