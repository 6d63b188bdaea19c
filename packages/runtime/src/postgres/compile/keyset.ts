import type { Key } from "../../plan/index.js";
import type { Parameters } from "./parameters.js";

/** One of the expressions that a list is sorted by. */
export interface SortTerm {
  /** The expression in SQL, on the row `t`. */
  readonly sql: string;
  readonly descending: boolean;
  readonly nullable: boolean;
  /** The type to cast a value to where PostgreSQL could not tell it from the expression. */
  readonly cast?: string | undefined;
}

/** The same order from the other end. Nulls turn around with it. */
export function reverse(terms: readonly SortTerm[]): readonly SortTerm[] {
  return terms.map((term) => ({ ...term, descending: !term.descending }));
}

/** The terms as an `order by`; nulls come last ascending and first descending, as PostgreSQL has it. */
export function orderSql(terms: readonly SortTerm[]): string {
  return terms.map((term) => `${term.sql} ${term.descending ? "desc" : "asc"}`).join(", ");
}

/**
 * The conditions that a row comes after the key in the order of the terms (keyset pagination: Winand, "We need tool
 * support for keyset pagination"). Of several, the rows of each come after all rows of the one before it, and each
 * is one range of an index, which their disjunction would not be.
 *
 * Terms that all go one way and are never null are compared as rows; otherwise the lexicographic form stands behind
 * a bound on the first term.
 */
export function afterSql(terms: readonly SortTerm[], key: Key, parameters: Parameters): readonly string[] {
  const placeholders = terms.map((term, at) => {
    const value = key[at] ?? null;
    return value === null ? null : `${parameters.add(value)}${term.cast ? `::${term.cast}` : ""}`;
  });
  const [first, ...rest] = terms;
  if (!first) return ["false"];
  if (first.nullable && !first.descending && placeholders[0] !== null) {
    const present = [{ ...first, nullable: false }, ...rest];
    return [beforeNulls(present, placeholders), `${first.sql} is null`];
  }
  return [beforeNulls(terms, placeholders)];
}

function beforeNulls(terms: readonly SortTerm[], placeholders: readonly (string | null)[]): string {
  const [first] = terms;
  const alike = terms.every((term) => term.descending === first?.descending && !term.nullable);
  if (first && alike && placeholders.every((placeholder) => placeholder !== null)) {
    const columns = terms.map((term) => term.sql).join(", ");
    return `(${columns}) ${first.descending ? "<" : ">"} (${placeholders.join(", ")})`;
  }
  const branches = terms.flatMap((term, at) => {
    const beyond = beyondSql(term, placeholders[at] ?? null);
    if (beyond === undefined) return [];
    const equal = terms.slice(0, at).map((before, index) => equalSql(before, placeholders[index] ?? null));
    return [`(${[...equal, beyond].join(" and ")})`];
  });
  const bound = first && boundSql(first, placeholders[0] ?? null);
  const lexicographic = branches.length === 0 ? "false" : `(${branches.join(" or ")})`;
  return bound ? `${bound} and ${lexicographic}` : lexicographic;
}

function equalSql(term: SortTerm, placeholder: string | null): string {
  return placeholder === null ? `${term.sql} is null` : `${term.sql} = ${placeholder}`;
}

/** The rows strictly behind the value in this term alone; undefined where there can be none. */
function beyondSql(term: SortTerm, placeholder: string | null): string | undefined {
  if (placeholder === null) return term.descending ? `${term.sql} is not null` : undefined;
  if (term.descending) return `${term.sql} < ${placeholder}`;
  return term.nullable
    ? `(${term.sql} > ${placeholder} or ${term.sql} is null)`
    : `${term.sql} > ${placeholder}`;
}

/** What holds of every row behind the key and lets an index on the first term begin at it. */
function boundSql(term: SortTerm, placeholder: string | null): string | undefined {
  if (placeholder === null) return term.descending ? undefined : `${term.sql} is null`;
  if (term.descending) return `${term.sql} <= ${placeholder}`;
  return `${term.sql} >= ${placeholder}`;
}
