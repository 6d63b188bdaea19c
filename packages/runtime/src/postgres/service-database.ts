import {
  allTenants,
  type EntityModel,
  noTenant,
  type Operation,
  type ServiceModel,
} from "../blueprint/index.js";
import type { Facts } from "../facts.js";
import type { ListPlan, OnBehalf, OnePlan } from "../plan/index.js";
import type { Bound, Prepared } from "./compile/prepared.js";
import type { Connection } from "./connection/connection.js";
import type { ExclusivePool } from "./connection/exclusive-pool.js";
import type { Request, Result } from "./connection/execution.js";
import { ConnectionLost, sqlStateOf } from "./connection/lost.js";
import type { SharedPool } from "./connection/shared-pool.js";
import type { FindConstraint } from "./constraint.js";
import type { ServiceDatabase, Transaction, TransactionOptions } from "./database.js";
import { type ExecuteAs, withRights } from "./executor.js";
import { type Intent, isCollision, outOfTime, translateError } from "./failure.js";
import { askNumber, type Cause, causeText, tellCause } from "./log/cause.js";
import { readList, readOne } from "./read.js";
import {
  adoptRights,
  oneSnapshot,
  ownRights,
  type Rights,
  readingRights,
  tellCaller,
  writingRights,
} from "./rights.js";
import { openSession } from "./session.js";
import { limitAhead, type TimeLimits } from "./time-limit.js";
import { createTransaction, type FindColleague, settingsOf } from "./transaction.js";
import { deleteRow, insertRows, isLarge, restoreRow, updateRow } from "./write.js";

/** What a service's database is put together from. */
export interface ServiceParts {
  readonly service: ServiceModel;
  readonly facts: Facts;
  readonly limits: TimeLimits;
  /** Whether a transaction may write into a log, so that it says who asked for it. */
  readonly writesLog: boolean;
  readonly reads: { readonly row: SharedPool; readonly list: SharedPool };
  readonly transactions: ExclusivePool;
  readonly findConstraint: FindConstraint;
  readonly findColleague: FindColleague;
  /** Called with the name of each service that took part, when something was committed that may have written. */
  readonly onCommitted?: ((service: string) => void) | undefined;
}

/** How often work is tried that collides with other work: 40001 and 40P01. */
const attempts = 3;

/** The reads and writes of one service, each on the pool where it belongs. */
export function createServiceDatabase(parts: ServiceParts): ServiceDatabase {
  const { service, facts, limits, reads, transactions, writesLog, onCommitted } = parts;
  const failed = async (error: unknown, prepared: Prepared, intent: Intent, limit = limits.statement) => {
    const sqlState = sqlStateOf(error) ?? "";
    facts.report({
      fact: "statement.failed",
      service: service.name,
      statement: prepared.label,
      sqlState,
      error,
    });
    return translateError(error, service, parts.findConstraint, intent, limit);
  };
  const measured = <R extends Rights | "own">(run: ExecuteAs<R>): ExecuteAs<R> => {
    return async (rights, prepared, values, describe) => {
      if (!facts.heard) return run(rights, prepared, values, describe);
      const since = performance.now();
      const result = await run(rights, prepared, values, describe);
      facts.report({
        fact: "statement.finished",
        service: service.name,
        statement: prepared.label,
        milliseconds: performance.now() - since,
        rows: result.rows.length,
      });
      return result;
    };
  };

  const preludesOf = (rights: Rights, limit: readonly Bound[]): readonly Bound[] => {
    if (rights.keys) return [oneSnapshot, ...limit, ownRights(service), rights.keys, adoptRights(rights)];
    return rights.personal ? [...limit, tellCaller(rights)] : limit;
  };
  /**
   * Reads on the connections of its kind, which are the reader's already: only what depends on the caller, and a limit
   * that is not theirs, go ahead of the statement.
   */
  const read = (kind: "row" | "list", limit: number): ExecuteAs => {
    const ahead = limitAhead(limit, limits[kind]);
    return measured<Rights>(async (rights, prepared, values, describe = false) => {
      const preludes = preludesOf(rights, ahead);
      try {
        return await reads[kind].execute({ prepared, values, describe, preludes });
      } catch (error) {
        throw await failed(error, prepared, "read", limit);
      }
    });
  };
  const readsOf = {
    row: entityReads(service, ({ timeouts }) => read("row", timeouts.row ?? limits.row)),
    list: entityReads(service, ({ timeouts }) => read("list", timeouts.list ?? limits.list)),
  };

  /** One statement that commits by itself, on a connection of its own so that no read waits behind its locks. */
  const single = (intent: Intent, told?: (xid: string) => void) =>
    measured<Rights>(async (rights, prepared, values, describe = false) => {
      const connection = await acquire();
      const preludes = [adoptRights(rights)];
      try {
        const request = { prepared, values, describe, preludes };
        const result = await (told ? numbered(connection, request, told) : connection.execute(request));
        onCommitted?.(service.name);
        return result;
      } catch (error) {
        throw await failed(error, prepared, intent);
      } finally {
        transactions.release(connection);
      }
    });
  const write = single("write");
  const remove = single("delete");

  /** For a write whose number somebody is to be told. */
  const written = (cause: Cause | undefined) =>
    cause?.committed && writesLog ? single("write", cause.committed) : write;
  const removed = (cause: Cause | undefined) =>
    cause?.committed && writesLog ? single("delete", cause.committed) : remove;

  const acquire = async (): Promise<Connection> => {
    try {
      return await transactions.acquire();
    } catch (error) {
      throw await translateError(error, service, parts.findConstraint);
    }
  };

  const transaction = <T>(
    {
      readOnly = false,
      timeout = limits.statement,
      altogether = false,
      cause,
      reach = noTenant,
    }: TransactionOptions,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> => {
    const since = performance.now();
    const ahead = [
      ...limitAhead(timeout, limits.statement),
      ...(cause && writesLog ? [tellCause(cause)] : []),
    ];
    const finished = (outcome: "committed" | "rolled back", tried: number) => {
      facts.report({
        fact: "transaction.finished",
        service: service.name,
        outcome,
        milliseconds: performance.now() - since,
        attempts: tried,
      });
    };
    return repeat(async () => {
      const connection = await acquire();
      const session = openSession({
        connection,
        readOnly,
        ahead,
        settings: settingsOf(service, reach),
        translate: (error, prepared) => failed(error, prepared, "write", timeout),
      });
      const execute = measured(
        altogether ? until(since + timeout, timeout, session.execute) : session.execute,
      );
      const partners = new Set<string>();
      const findColleague: FindColleague = (from, name) => {
        partners.add(name);
        return parts.findColleague(from, name);
      };
      const handle = createTransaction({ ...session, execute }, service, findColleague, reach);
      let committing = false;
      let passedOn = false;
      try {
        const result = await work(handle);
        await (readOnly ? handle.answered() : handle.sent());
        handle.end();
        committing = true;
        const committed = session.commit(writesLog && !readOnly ? cause?.committed : undefined);
        passedOn = transactions.passOn(connection);
        await committed;
        if (onCommitted && !readOnly) {
          onCommitted(service.name);
          for (const partner of partners) onCommitted(partner);
        }
        return result;
      } catch (error) {
        handle.end();
        if (!committing) await session.rollback();
        throw session.succeeded === 0 && !committing ? untouched(error) : error;
      } finally {
        if (!passedOn) transactions.release(connection);
      }
    }, finished);
  };

  const reading = ({ actor, entity, include }: OnePlan | ListPlan) =>
    readingRights(service, actor, entity, include);
  const writing = (execute: ExecuteAs, { actor }: OnBehalf, act: Operation, cause: Cause | undefined) =>
    withRights(execute, writingRights(service, actor, act, cause && service.log && causeText(cause)));
  const snapshot = <T>(entity: EntityModel, work: (transaction: Transaction) => Promise<T>) =>
    transaction(
      { readOnly: true, timeout: entity.timeouts.list ?? limits.list, altogether: true, reach: allTenants },
      work,
    );
  return {
    readOne: (plan) =>
      plan.include.length === 0
        ? readOne(withRights(readsOf.row(plan.entity), reading(plan)), plan)
        : snapshot(plan.entity, (t) => t.readOne(plan)),
    readList: (plan) =>
      plan.include.length === 0
        ? readList(readsOf.list(plan.entity), plan, reading(plan))
        : snapshot(plan.entity, (t) => t.readList(plan)),
    insert: (plan, cause) =>
      isLarge(plan)
        ? transaction({ cause }, (t) => t.insert(plan))
        : repeat(() => insertRows(writing(written(cause), plan, "create", cause), plan)),
    update: (plan, cause) => repeat(() => updateRow(writing(written(cause), plan, "update", cause), plan)),
    delete: (plan, cause) => repeat(() => deleteRow(writing(removed(cause), plan, "delete", cause), plan)),
    restore: (plan, cause) => repeat(() => restoreRow(writing(written(cause), plan, "restore", cause), plan)),
    transaction,
  };
}

/** One statement that commits by itself, with its transaction's number asked for in the same packet, and told where it has one. */
async function numbered(
  connection: Connection,
  request: Request,
  told: (xid: string) => void,
): Promise<Result> {
  const [writing, asking] = connection.executeAll([
    request,
    { prepared: askNumber, values: [], describe: false },
  ]);
  asking?.catch(() => {});
  const result = await writing;
  const [xid] = (await asking)?.rows[0] ?? [];
  if (xid) told(xid);
  return result as Result;
}

/** Begins no statement any more once a moment has come. A limit of 0 is for ever. */
function until<R extends Rights | "own">(moment: number, limit: number, execute: ExecuteAs<R>): ExecuteAs<R> {
  return async (...request) => {
    if (limit > 0 && performance.now() > moment) throw outOfTime(limit);
    return execute(...request);
  };
}

/** How the rows of each entity are read, made once. */
function entityReads(
  { entities }: ServiceModel,
  make: (entity: EntityModel) => ExecuteAs,
): (entity: EntityModel) => ExecuteAs {
  const made = new Map(entities.map((entity) => [entity, make(entity)]));
  return (entity) => made.get(entity) ?? make(entity);
}

const untouchedErrors = new WeakSet<object>();

/** Marks the failure of a transaction that did nothing before its connection broke: it can be begun again. */
function untouched(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ConnectionLost && typeof error === "object" && error) untouchedErrors.add(error);
  return error;
}

/** Does work again that collided, after a moment that grows and varies; or once, if its connection was stale. */
async function repeat<T>(
  work: () => Promise<T>,
  finished?: (outcome: "committed" | "rolled back", tried: number) => void,
): Promise<T> {
  let stale = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await work();
      finished?.("committed", attempt);
      return result;
    } catch (error) {
      const again = !stale && typeof error === "object" && error !== null && untouchedErrors.has(error);
      if (again) stale = true;
      else if (attempt >= attempts || !isCollision(error)) {
        finished?.("rolled back", attempt);
        throw error;
      } else await pause(attempt * 10 * (0.5 + Math.random()));
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
