/**
 * How far a change gets in the way of others while it runs:
 * `nothing` (new objects only), `briefly` (an exclusive lock, held for a moment), `writes` (writers wait while the
 * table is read), `everything` (readers wait too while the table is read or written anew).
 */
export type Locks = "nothing" | "briefly" | "writes" | "everything";

/** A statement of a change as it is made while people read and write the table. */
export interface OnlineStatement {
  readonly sql: string;
  /** True where it cannot run in a transaction. */
  readonly alone: boolean;
  /** Lines of comment above it, those for `db migrate` last. */
  readonly above?: string | undefined;
}

/** One step from one state of a database to another. */
export interface Change {
  /** The schema that it belongs to. */
  readonly schema: string;
  /** What is changed, `catalog.products.price`; the name by which a loss of data is allowed. */
  readonly subject: string;
  /** One sentence for a person. */
  readonly sentence: string;
  /** One statement, without the semicolon at its end. */
  readonly sql: string;
  readonly losesData: boolean;
  readonly locks: Locks;
  /** What rows that are already there can make it fail; undefined where nothing can. */
  readonly mayFail?: string | undefined;
  /** That the whole table is written anew while everybody waits; a new column, filled in steps, keeps nobody waiting. */
  readonly rewrites?: boolean | undefined;
  /**
   * The statements instead of `sql` that lock nobody out, where the change is to a table that is there already; each
   * lands whole and before the next one. None where another change does the work.
   */
  readonly online?: readonly OnlineStatement[] | undefined;
}

/**
 * The order in which changes are made: what stands in the way goes first, then tables and columns, then what rests
 * on them.
 */
const phases = [
  "rename tables",
  "schemas",
  "functions",
  "drop triggers",
  "drop policies",
  "drop foreign keys",
  "drop constraints",
  "drop indexes",
  "drop generated columns",
  "drop columns",
  "drop tables",
  "create tables",
  "alter columns",
  "add columns",
  "add constraints",
  "fill columns",
  "require columns",
  "search vectors",
  "drop searched columns",
  "fill search vectors",
  "add unique constraints",
  "add indexes",
  "add foreign keys",
  "drop keys",
  "add triggers",
  "add policies",
  "row security",
  "comments",
  "drop functions",
  "drop schemas",
] as const;
export type Phase = (typeof phases)[number];

/** A change with its place in the order. */
export type Step = Change & { readonly phase: Phase };

/** Steps in the order of their phases; within a phase as they came. */
export function inOrder(steps: readonly Step[]): readonly Change[] {
  return phases.flatMap((phase) =>
    steps.filter((step) => step.phase === phase).map(({ phase: _, ...change }) => change),
  );
}
