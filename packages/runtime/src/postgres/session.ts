import { allTenants, type TenantReach } from "../blueprint/index.js";
import { failure, type LintelError } from "../errors.js";
import { type Bound, type Prepared, prepare } from "./compile/prepared.js";
import type { Connection } from "./connection/connection.js";
import type { Request, Result } from "./connection/execution.js";
import type { ExecuteAs } from "./executor.js";
import { askNumber } from "./log/cause.js";
import type { Parameter } from "./parameter.js";
import { adoptRights, type Rights } from "./rights.js";
import { reachValues, tellReach } from "./tenancy.js";

/**
 * One transaction on one connection.
 *
 *     fresh ── first statement, BEGIN before it in the same packet ──► open
 *     open ── commit ──► ended        open ── rollback ──► ended
 *     open ── a statement fails ──► broken: everything fails with that failure, until a savepoint is gone back to
 *
 * Statements that are asked for in one turn leave together, under one Sync: they run in that order, and after one that
 * fails none does. The end of a transaction is never among them.
 *
 * Savepoints and changes of role are no packets of their own: they leave ahead of the next statement, in its packet, in
 * which nothing is run after what fails. So no statement can run with other rights than its own, or outside of the
 * transaction. A statement on behalf of a caller takes the caller's rights ahead of itself in the same way; the next
 * one of the service's own takes those back.
 */
export interface Session {
  readonly execute: ExecuteAs<Rights | "own">;
  /** Statements that have succeeded. Where none has, nothing can have happened. */
  readonly succeeded: number;
  /**
   * Rejects with what broke the transaction, even where the work has swallowed it. `told` is called with the transaction's number once
   * it has committed, where it wrote anything; the number is asked for in the packet of the commit.
   */
  commit(told?: (xid: string) => void): Promise<void>;
  rollback(): Promise<void>;
  /** Does `work` between savepoints; what it throws undoes its part alone. `settings` last as long as it. */
  nest<T>(settings: SessionSettings, work: () => Promise<T>): Promise<T>;
}

/** Whose rights statements have, and where unqualified names are looked for. */
export interface SessionSettings {
  readonly role: string;
  readonly schema: string;
  /** Which tenants' rows the service's own statements may have; undefined where the service has none of tenants. */
  readonly reach?: TenantReach | undefined;
}

export interface SessionOptions {
  readonly connection: Connection;
  readonly readOnly: boolean;
  /** What is to be run right after the beginning, in the same packet. */
  readonly ahead?: readonly Bound[] | undefined;
  readonly settings: SessionSettings;
  readonly translate: (error: unknown, prepared: Prepared) => Promise<LintelError>;
}

interface Asked {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

const bare = (label: string, text: string): Bound => ({ prepared: prepare(label, text), values: [] });
const begin = bare("begin", "begin");
const beginReading = bare("begin", "begin isolation level repeatable read read only");
const commitText = prepare("commit", "commit");
const rollbackText = prepare("rollback", "rollback");
const adopt = prepare("adopt", "select set_config('role', $1, true), set_config('search_path', $2, true)");
const adoptWithin = prepare(
  "adopt",
  `${adopt.text}, set_config('lintel.tenant', $3, true), set_config('lintel.tenants', $4, true)`,
);
const savepoint = (depth: number) => bare("savepoint", `savepoint lintel_${depth}`);
const release = (depth: number) => bare("release", `release savepoint lintel_${depth}`);
const goBack = (depth: number) => bare("rollback", `rollback to savepoint lintel_${depth}`);

/** Begins a transaction, in the sense that its first statement will. */
export function openSession({
  connection,
  readOnly,
  ahead: limits = [],
  settings,
  translate,
}: SessionOptions): Session {
  let state: "fresh" | "open" | "ended" = "fresh";
  let broken: Promise<LintelError> | undefined;
  let succeeded = 0;
  let depth = 0;
  let current = settings;
  let asked = 0;
  /** Whose rights the connection has once `ahead` has been run. */
  let held: Rights | "own" = "own";
  /** What leaves ahead of the next statement. */
  let ahead: Bound[] = [
    readOnly ? beginReading : begin,
    ...limits,
    ...(settings.reach ? tellReach({ tenants: true }, settings.reach) : []),
  ];
  /** What was asked for in this turn. */
  let batch: Asked[] = [];

  const flush = () => {
    const leaving = batch;
    batch = [];
    if (leaving.length === 0) return;
    connection.executeAll(leaving.map(({ request }) => request)).forEach((result, at) => {
      result.then(leaving[at]?.resolve, leaving[at]?.reject);
    });
  };
  const ask = (request: Request): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (batch.push({ request, resolve, reject }) === 1) queueMicrotask(flush);
    });
  const send = async (
    rights: Rights | "own",
    prepared: Prepared,
    values: readonly Parameter[],
    describe = false,
  ): Promise<Result> => {
    if (state === "ended") {
      throw failure(
        "INTERNAL",
        "A statement came after the end of its transaction; expected `await` before it.",
      );
    }
    state = "open";
    asked += 1;
    if (rights !== held) ahead.push(...takeRights(rights));
    held = rights;
    const preludes = ahead;
    ahead = [];
    try {
      const result = await ask({ prepared, values, describe, preludes });
      succeeded += 1;
      return result;
    } catch (error) {
      broken ??= translate(error, prepared);
      throw await broken;
    }
  };
  const takeRights = (rights: Rights | "own"): readonly Bound[] => {
    if (rights === "own") return [become(current)];
    if (!rights.keys) return [adoptRights(rights)];
    return [
      ...(held === "own" && !current.reach ? [] : [become(forKeys())]),
      rights.keys,
      adoptRights(rights),
    ];
  };
  /** What is found ahead is looked at again with the caller's rights, so that it is looked for among all. */
  const forKeys = (): SessionSettings => (current.reach ? { ...current, reach: allTenants } : current);
  /** Sends what waits for a statement without one. What fails breaks the transaction, and is met by what comes after. */
  const giveBack = () => {
    const last = ahead.pop();
    if (last) send(held, last.prepared, last.values).catch(() => {});
  };
  /** Undoes what came after a savepoint. Where there is none to go back to, the transaction stays broken. */
  const stepBack = async (mark: number) => {
    const request = { ...release(mark), describe: false, preludes: [goBack(mark)] };
    ahead = [];
    flush();
    try {
      await connection.execute(request);
      broken = undefined;
    } catch (error) {
      broken ??= translate(error, request.prepared);
    }
  };
  const become = ({ role, schema, reach }: SessionSettings): Bound => {
    const values = [role, `"${schema.replaceAll('"', '""')}"`];
    return reach
      ? { prepared: adoptWithin, values: [...values, ...reachValues(reach)] }
      : { prepared: adopt, values };
  };

  return {
    get succeeded() {
      return succeeded;
    },
    execute: send,
    async commit(told) {
      const opened = state === "open";
      if (broken) {
        await this.rollback();
        throw await broken;
      }
      if (!opened) {
        state = "ended";
        return;
      }
      giveBack();
      flush();
      const numbered = told && send(held, askNumber, []);
      numbered?.catch(() => {});
      flush();
      const committing = send(held, commitText, []);
      flush();
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
      const [xid] = (await numbered)?.rows[0] ?? [];
      if (xid) told?.(xid);
    },
    async rollback() {
      const opened = state === "open";
      state = "ended";
      flush();
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
      if (broken) throw await broken;
      const [waiting, earlier, heldBefore] = [ahead.length, asked, held];
      const nothingCame = () => asked === earlier;
      const putBack = () => {
        ahead.length = waiting;
        held = heldBefore;
      };
      depth += 1;
      ahead.push(savepoint(mark), become(wanted));
      current = wanted;
      held = "own";
      try {
        const result = await work();
        if (broken) throw await broken;
        if (nothingCame()) putBack();
        else {
          ahead.push(release(mark), become(outer));
          held = "own";
        }
        return result;
      } catch (error) {
        if (nothingCame()) putBack();
        else {
          held = heldBefore;
          if (connection.alive && state === "open") await stepBack(mark);
        }
        throw error;
      } finally {
        current = outer;
        depth = mark;
      }
    },
  };
}
