import pg from "pg";
import type { Bound, Prepared } from "../compile/prepared.js";
import type { TextRow } from "../json.js";
import type { Parameter } from "../parameter.js";

/** What a statement gave back. */
export interface Result {
  readonly rows: readonly TextRow[];
  /** The command tag, as PostgreSQL has it: `SELECT 20`, `COMMIT`. */
  readonly command: string;
  /** What the columns are, where the statement was asked to describe itself. */
  readonly columns: readonly Column[];
  /** Bytes of all rows that came, those too that were not kept since they were more than the statement allows. */
  readonly bytes: number;
}

export interface Column {
  readonly name: string;
  /** The OID of its type. */
  readonly type: number;
}

/** The parts of the driver's connection that write messages of the extended protocol (PostgreSQL 55.2.3). */
interface Wire {
  parse(message: { text: string; name: string; types: readonly number[] }): void;
  bind(message: { portal: string; statement: string; values: readonly Parameter[]; binary: boolean }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: "S"; name: string }): void;
  sync(): void;
}

/** Which statements a connection has prepared; bounded, and so some have to be closed again. */
export interface PreparedNames {
  /** True when the connection has it. Otherwise it counts as prepared from now on. */
  has(name: string): boolean;
  /** Has it closed and prepared anew when it is needed again. */
  forget(name: string): void;
  /** The names that have fallen out since the last call. */
  takeDropped(): readonly string[];
}

/** What to execute. */
export interface Request {
  readonly prepared: Prepared;
  readonly values: readonly Parameter[];
  /** Whether the columns have to be told. */
  readonly describe: boolean;
  /**
   * Statements to run before, in the same packet; where one fails, none after it is run. Outside of a transaction the
   * whole packet is one, so that what they set locally ends with it. Their rows are not kept.
   */
  readonly preludes?: readonly Bound[] | undefined;
}

const noTypes: readonly number[] = [];
const noColumns: readonly Column[] = [];
const none: readonly Parameter[] = [];
const nothingBefore: readonly Bound[] = [];
const nothingClosed: readonly string[] = [];

/** How many answers come before the one to the statement itself. */
function statementsAhead(request: Request | undefined): number {
  if (!request) return 0;
  const { preludes = nothingBefore, prepared } = request;
  let count = prepared.before ? 1 : 0;
  for (const prelude of preludes) count += prelude.prepared.before ? 2 : 1;
  return count;
}

interface Answer {
  rows: TextRow[];
  command: string;
  columns: readonly Column[];
  bytes: number;
}

/**
 * Statements on their way through the driver, mostly one. It stands in for the driver's own `Query`, and does less: rows
 * stay the arrays of text that they arrive as, and the server is not asked to describe columns that are known.
 *
 * It ends with a Sync of its own, so that what fails leaves its neighbours in the pipeline alone. Several statements under
 * one Sync are for those of one transaction: after one that fails none is run, which would be refused anyway, and
 * PostgreSQL answers all of them at once. Outcomes are known when the Sync is answered, since only then a statement
 * that is its own transaction is committed.
 */
export class Execution {
  private readonly answers: Answer[];
  /** Which request is being answered, and how many of its preludes are not complete yet. */
  private at = 0;

  /** Preludes that are not complete yet. */
  private ahead: number;

  /** What is closed on the way. Behind what fails it is not, as nothing there is done. */
  private closing: readonly string[] = nothingClosed;

  constructor(
    private readonly requests: readonly Request[],
    private readonly names: PreparedNames,
    private readonly finish: (at: number, error: Error | undefined, result: Result) => void,
  ) {
    this.answers = requests.map(() => ({ rows: [], command: "", columns: noColumns, bytes: 0 }));
    this.ahead = statementsAhead(requests[0]);
  }

  submit(connection: unknown): null {
    const wire = connection as Wire;
    for (const { preludes = nothingBefore, prepared, values, describe } of this.requests) {
      for (const prelude of preludes) this.run(wire, prelude.prepared, prelude.values, false);
      this.run(wire, prepared, values, describe);
    }
    wire.sync();
    return null;
  }

  private run(wire: Wire, prepared: Prepared, values: readonly Parameter[], describe: boolean): void {
    if (prepared.before) this.run(wire, prepared.before, none, false);
    this.parse(wire, prepared);
    wire.bind({ portal: "", statement: prepared.name, values, binary: false });
    if (describe) wire.describe({ type: "P", name: "" });
    wire.execute({ portal: "", rows: 0 });
  }

  private forget({ name, before }: Prepared): void {
    if (before) this.names.forget(before.name);
    this.names.forget(name);
  }

  private parse(wire: Wire, { name, text }: Prepared): void {
    if (name !== "" && this.names.has(name)) return;
    const dropped = this.names.takeDropped();
    if (dropped.length > 0) this.closing = [...this.closing, ...dropped];
    for (const old of dropped) wire.close({ type: "S", name: old });
    wire.parse({ text, name, types: noTypes });
  }

  handleRowDescription(message: { readonly fields: readonly { name: string; dataTypeID: number }[] }): void {
    const answer = this.answers[this.at];
    if (answer) answer.columns = message.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
  }

  handleDataRow(message: { readonly fields: TextRow; readonly length: number }): void {
    const answer = this.ahead === 0 ? this.answers[this.at] : undefined;
    if (!answer) return;
    const mostBytes = this.requests[this.at]?.prepared.mostBytes;
    answer.bytes += message.length;
    if (mostBytes === undefined || answer.bytes <= mostBytes) answer.rows.push(message.fields);
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.complete(message.text);
  }

  handleEmptyQuery(): void {
    this.complete("");
  }

  private complete(command: string): void {
    if (this.ahead > 0) {
      this.ahead -= 1;
      return;
    }
    const answer = this.answers[this.at];
    if (answer) answer.command = command;
    this.at += 1;
    this.ahead = statementsAhead(this.requests[this.at]);
  }

  /** Fails the statement that failed and all after it; where the Sync itself did, the last one. */
  handleError(error: Error): void {
    const failed = Math.min(this.at, this.requests.length - 1);
    for (const { preludes = nothingBefore, prepared } of this.requests.slice(failed)) {
      for (const prelude of preludes) this.forget(prelude.prepared);
      this.forget(prepared);
    }
    for (const name of this.closing) this.names.forget(name);
    this.answers.forEach((answer, at) => {
      this.finish(at, at < failed ? undefined : error, answer);
    });
  }

  handleReadyForQuery(): void {
    this.answers.forEach((answer, at) => {
      this.finish(at, undefined, answer);
    });
  }
}

// The driver pipelines only what is one of its queries. The constructor of those is not wanted: it makes an event
// emitter and a result of objects for each statement.
Object.setPrototypeOf(Execution.prototype, pg.Query.prototype);
