/**
 * A database as plain data: what Lintel looks at, and nothing else. It is made from a blueprint
 * (`describeService`, definitions in the hand of Lintel) or read from a database (`introspect`, definitions in
 * the hand of PostgreSQL). Only two that were both read from a database of the same version can be compared.
 */
export interface DatabaseDescription {
  readonly schemas: readonly SchemaDescription[];
}

export interface SchemaDescription {
  readonly name: string;
  readonly comment?: string | undefined;
  readonly functions: readonly FunctionDescription[];
  /** Those that Lintel counts with; others are a person's. */
  readonly sequences: readonly SequenceDescription[];
  readonly tables: readonly TableDescription[];
}

export interface FunctionDescription {
  readonly name: string;
  /** The whole `create or replace function` statement. */
  readonly definition: string;
}

/** A sequence of 64 bits that hands out one number at a time. */
export interface SequenceDescription {
  readonly name: string;
}

export interface TableDescription {
  readonly name: string;
  readonly comment?: string | undefined;
  /** In the order of the table; the order is not compared, since a column can only be added at the end. */
  readonly columns: readonly ColumnDescription[];
  readonly constraints: readonly ConstraintDescription[];
  readonly indexes: readonly IndexDescription[];
  readonly triggers: readonly TriggerDescription[];
  /** That a trigger of somebody else's may change a row before an update of it is written. */
  readonly changedByOthers?: boolean | undefined;
  /** Whether rows are kept from roles that no policy lets see them. */
  readonly rowSecurity: boolean;
  readonly policies: readonly PolicyDescription[];
  /** What it is parted by: `list (slot)`. */
  readonly partitionedBy?: string | undefined;
  /** The table that it is a part of, and which rows it holds of that. The rest is as it is of the whole, and not said here. */
  readonly partOf?: { readonly table: string; readonly values: string } | undefined;
  /** The statement that gives it its first row when it is made; not read from a database. */
  readonly firstRow?: string | undefined;
}

export interface ColumnDescription {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string | undefined;
  /** The expression of a generated column, which is always stored. */
  readonly generated?: string | undefined;
  readonly comment?: string | undefined;
}

export interface ConstraintDescription {
  readonly name: string;
  readonly kind: "primary key" | "unique" | "check" | "foreign key" | "exclude";
  /** What follows `constraint <name>`: `check (price >= 0)`. */
  readonly definition: string;
  readonly columns: readonly string[];
}

export interface IndexDescription {
  readonly name: string;
  /** The whole `create index` statement. */
  readonly definition: string;
  /** Every column that the index reads, in its expressions and condition too. */
  readonly columns: readonly string[];
}

export interface TriggerDescription {
  readonly name: string;
  /** The whole `create trigger` statement. */
  readonly definition: string;
}

/** A policy of row-level security. */
export interface PolicyDescription {
  readonly name: string;
  readonly verb: "all" | "select" | "insert" | "update" | "delete";
  /** What follows `create policy <name> on <table>`. */
  readonly definition: string;
  /** Columns that its conditions read. */
  readonly columns: readonly string[];
}

/** A database that holds nothing: where a fresh install begins. */
export const emptyDatabase: DatabaseDescription = Object.freeze({ schemas: Object.freeze([]) });
