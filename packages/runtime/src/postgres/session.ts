import { failure, type LintelError } from "../errors.js";
import { type Bound, type Prepared, prepare } from "./compile/prepared.js";
import type { Connection } from "./connection/connection.js";
import type { Result } from "./connection/execution.js";
import type { Execute } from "./executor.js";
import type { Parameter } from "./parameter.js";
import { adoptRights, type Rights } from "./rights.js";

/**
 * One transaction on one connection.
 *
 *     fresh ── first statement, BEGIN before it in the same packet ──► open
 *     open ── commit ──► ended        open ── rollback ──► ended
 *     open ── a statement fails ──► broken: everything fails with that failure, until a savepoint is gone back to
 *
 * Changing the role is not waited for: the statements after it follow in the pipeline. Were it to fail, PostgreSQL would refuse
 * them as part of a transaction that is broken. Only the packet that begins the transaction is waited for, since
 * without it there would be no transaction to be broken.
 *
 * A statement on behalf of a caller takes the caller's rights ahead of itself, in the same packet; the next one
 * without takes the service's own back.
 */
export interface Session {
  readonly execute: Execute;
  /** Statements that have succeeded. Where none has, nothing can have happened. */
  readonly succeeded: number;
  /** Rejects with what broke the transaction, even where the work has swallowed it. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Does `work` between savepoints; what it throws undoes its part alone. `settings` last as long as it. */
  nest<T>(settings: SessionSettings, work: () => Promise<T>): Promise<T>;
}

/** Whose rights statements have, and where unqualified names are looked for. */
export interface SessionSettings {
  readonly role: string;
  readonly schema: string;
}

export interface SessionOptions {
  readonly connection: Connection;
  readonly readOnly: boolean;
  /** What is to be run right after the beginning, in the same packet. */
  readonly ahead?: readonly Bound[] | undefined;
  readonly settings: SessionSettings;
  readonly translate: (error: unknown, prepared: Prepared) => Promise<LintelError>;
}

const bare = (label: string, text: string): Bound => ({ prepared: prepare(label, text), values: [] });
const begin = bare("begin", "begin");
const beginReading = bare("begin", "begin isolation level repeatable read read only");
const commitText = prepare("commit", "commit");
const rollbackText = prepare("rollback", "rollback");
const nothingBefore: readonly Bound[] = [];
const adopt = prepare("adopt", "select set_config('role', $1, true), set_config('search_path', $2, true)");
const savepoint = (depth: number) => bare("savepoint", `savepoint lintel_${depth}`);
const release = (depth: number) => bare("release", `release savepoint lintel_${depth}`);
const goBack = (depth: number) => bare("rollback", `rollback to savepoint lintel_${depth}`);

/** Begins a transaction, in the sense that its first statement will. */
export function openSession({
  connection,
  readOnly,
  ahead = [],
  settings,
  translate,
}: SessionOptions): Session {
  let state: "fresh" | "open" | "ended" = "fresh";
  let broken: Promise<LintelError> | undefined;
  let succeeded = 0;
  let depth = 0;
  let current = settings;
  /** Whose rights the connection has: a caller's, or null for the service's own. */
  let held: Rights | null = null;

  const send = async (
    prepared: Prepared,
    values: readonly Parameter[],
    describe: boolean,
    before: readonly Bound[] = [],
    rights: Rights | null = held,
  ): Promise<Result> => {
    if (state === "ended") {
      throw failure(
        "INTERNAL",
        "A statement came after the end of its transaction; expected `await` before it.",
      );
    }
    const opens = state === "fresh";
    state = "open";
    const preludes = [
      ...(opens ? [readOnly ? beginReading : begin, ...ahead] : []),
      ...before,
      ...(rights === held ? [] : takeRights(rights)),
    ];
    held = rights;
    try {
      const result = await connection.execute({ prepared, values, describe, preludes });
      succeeded += 1;
      return result;
    } catch (error) {
      broken ??= translate(error, prepared);
      throw await broken;
    }
  };
  const takeRights = (rights: Rights | null): readonly Bound[] => {
    const own = { prepared: adopt, values: setting(current) };
    if (!rights) return [own];
    if (!rights.keys) return [adoptRights(rights)];
    return [...(held ? [own] : []), rights.keys, adoptRights(rights)];
  };
  /** Sends without waiting: what fails breaks the transaction, and is met by whatever comes after. */
  const sendAhead = (prepared: Prepared, values: readonly Parameter[], before: readonly Bound[]) => {
    send(prepared, values, false, before).catch(() => {});
  };
  /** Undoes what came after a savepoint. Where there is none to go back to, the transaction stays broken. */
  const stepBack = async (mark: number) => {
    const request = { ...release(mark), describe: false, preludes: [goBack(mark)] };
    try {
      await connection.execute(request);
      broken = undefined;
    } catch (error) {
      broken ??= translate(error, request.prepared);
    }
  };
  const setting = ({ role, schema }: SessionSettings): readonly Parameter[] => [
    role,
    `"${schema.replaceAll('"', '""')}"`,
  ];

  return {
    get succeeded() {
      return succeeded;
    },
    execute: (prepared, values, describe = false, rights) =>
      send(prepared, values, describe, nothingBefore, rights ?? null),
    async commit() {
      const opened = state === "open";
      if (broken) {
        await this.rollback();
        throw await broken;
      }
      if (!opened) {
        state = "ended";
        return;
      }
      const committing = send(commitText, [], false);
      state = "ended";
      if (readOnly) {
        committing.catch(() => {});
        return;
      }
      const { command } = await committing;
      if (command === "ROLLBACK" && broken) throw await broken;
      if (command === "ROLLBACK") {
        throw failure("INTERNAL", "The transaction was undone, though nothing in it failed.");
      }
    },
    async rollback() {
      const opened = state === "open";
      state = "ended";
      if (!opened || !connection.alive) return;
      try {
        await connection.execute({ prepared: rollbackText, values: [], describe: false });
      } catch (error) {
        connection.destroy(error instanceof Error ? error : new Error("The rollback failed."));
      }
    },
    async nest(wanted, work) {
      const outer = current;
      const mark = depth;
      const before = held;
      if (broken) throw await broken;
      depth += 1;
      try {
        if (state === "fresh") await send(adopt, setting(wanted), false, [savepoint(mark)]);
        else sendAhead(adopt, setting(wanted), [savepoint(mark)]);
        current = wanted;
        held = null;
        const result = await work();
        if (broken) throw await broken;
        sendAhead(adopt, setting(outer), [release(mark)]);
        held = null;
        return result;
      } catch (error) {
        held = before;
        if (connection.alive && state === "open") await stepBack(mark);
        throw error;
      } finally {
        current = outer;
        depth = mark;
      }
    },
  };
}
