import type { Db, TenantReach } from "../blueprint/index.js";
import type {
  DeletePlan,
  EventPlan,
  InsertPlan,
  Key,
  ListPlan,
  OnePlan,
  RestorePlan,
  UpdatePlan,
} from "../plan/index.js";
import type { Cause } from "./log/cause.js";

/** A row as the text of a JSON object, made from PostgreSQL's row without an object in between. */
export interface JsonRow {
  readonly json: string;
  readonly id: string;
  readonly version: number;
}

/** A page of rows, each the text of a JSON object. */
export interface JsonPage {
  readonly rows: readonly string[];
  /** Where the page begins and ends; absent when it is empty. */
  readonly first?: Key | undefined;
  readonly last?: Key | undefined;
  /** Whether rows lie before the page and after it. */
  readonly before: boolean;
  readonly after: boolean;
}

/** The reads that need no transaction of their own. */
export interface Reader {
  /** The row, or undefined where there is none that the plan allows. */
  readOne(plan: OnePlan): Promise<JsonRow | undefined>;
  readList(plan: ListPlan): Promise<JsonPage>;
}

/**
 * The writes of plans. Failures are from the catalogue: a unique value taken is `ENTITY_EXISTS`, and so on. The log of a
 * feed tells the `cause`; in a transaction, that of the transaction.
 */
export interface Writer {
  /** The new rows, in the order of the plan. */
  insert(plan: InsertPlan, cause?: Cause): Promise<readonly JsonRow[]>;
  update(plan: UpdatePlan, cause?: Cause): Promise<JsonRow>;
  delete(plan: DeletePlan, cause?: Cause): Promise<void>;
  restore(plan: RestorePlan, cause?: Cause): Promise<JsonRow>;
}

/** A statement of Lintel's own, values apart from text. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Statements with a name are prepared once for each connection. */
  readonly name?: string | undefined;
}

/** One transaction of one service, on a connection that nobody else uses. */
export interface Transaction extends Reader, Writer {
  /** The repositories and plain SQL of the service that the transaction is in, for a command. */
  readonly db: Db<Record<string, never>>;
  /** Rows as objects, values as JSON would have them. */
  run<R = Record<string, unknown>>(statement: Statement): Promise<R[]>;
  /** Writes an event into the log of the service, at its place among the statements. Nothing waits for it; what fails breaks the transaction. */
  emit(plan: EventPlan): void;
  /**
   * Does `work` as another service: with its role and its schema, inside this same transaction. What it throws
   * undoes its own part, and reaches the caller. `reach` says which tenants' rows it may have: nobody's unless told.
   */
  as<T>(service: string, work: (inner: Transaction) => Promise<T>, reach?: TenantReach): Promise<T>;
}

export interface TransactionOptions {
  /** Who asked for what it changes: for the logs of this service, and of those as which it does work. */
  readonly cause?: Cause | undefined;
  /** Which tenants' rows the service's own statements may have: nobody's unless told. */
  readonly reach?: TenantReach | undefined;
  /** Reads on one snapshot, and refuses to write. */
  readonly readOnly?: boolean;
  /** Milliseconds that each statement in it may take; the database's `statementTimeout` unless told. */
  readonly timeout?: number | undefined;
  /** No statement begins when `timeout` has passed since the first attempt: it is for all of them together. */
  readonly altogether?: boolean | undefined;
}

/** The database of one service, with the service's own role. */
export interface ServiceDatabase extends Reader, Writer {
  /**
   * Runs `work` in a transaction, which commits when it returns and is undone when it throws. Serialization
   * failures and deadlocks are tried again, up to three times in all, so `work` must be able to run again.
   */
  transaction<T>(options: TransactionOptions, work: (transaction: Transaction) => Promise<T>): Promise<T>;
}

/** All databases of a running system. */
export interface Database {
  service(name: string): ServiceDatabase;
  /**
   * Resolves when every service's database answers; also where it has no further connection to give, and reads have
   * one. Rejects with `DATABASE_UNAVAILABLE`.
   */
  ping(): Promise<void>;
  /** Lets what runs finish, up to the deadline in milliseconds, then closes every connection. */
  close(deadline: number): Promise<void>;
}
