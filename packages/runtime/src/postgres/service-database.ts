import type { ServiceModel } from "../blueprint/index.js";
import type { Facts } from "../facts.js";
import type { Prepared } from "./compile/prepared.js";
import type { Connection } from "./connection/connection.js";
import type { ExclusivePool } from "./connection/exclusive-pool.js";
import { ConnectionLost, sqlStateOf } from "./connection/lost.js";
import type { SharedPool } from "./connection/shared-pool.js";
import type { FindConstraint } from "./constraint.js";
import type { ServiceDatabase, Transaction, TransactionOptions } from "./database.js";
import type { Execute } from "./executor.js";
import { type Intent, isCollision, translateError } from "./failure.js";
import { readList, readOne } from "./read.js";
import { openSession } from "./session.js";
import { createTransaction, type FindColleague } from "./transaction.js";
import { deleteRow, insertRows, isLarge, restoreRow, updateRow } from "./write.js";

/** What a service's database is put together from. */
export interface ServiceParts {
  readonly service: ServiceModel;
  readonly facts: Facts;
  readonly reads: SharedPool;
  readonly transactions: ExclusivePool;
  readonly findConstraint: FindConstraint;
  readonly findColleague: FindColleague;
}

/** How often work is tried that collides with other work: 40001 and 40P01. */
const attempts = 3;

/** The reads and writes of one service, each on the pool where it belongs. */
export function createServiceDatabase(parts: ServiceParts): ServiceDatabase {
  const { service, facts, reads, transactions } = parts;
  const failed = async (error: unknown, prepared: Prepared, intent: Intent) => {
    const sqlState = sqlStateOf(error) ?? "";
    facts.report({
      fact: "statement.failed",
      service: service.name,
      statement: prepared.label,
      sqlState,
      error,
    });
    return translateError(error, service, parts.findConstraint, intent);
  };
  const measured = (run: Execute): Execute => {
    return async (prepared, values, describe) => {
      if (!facts.heard) return run(prepared, values, describe);
      const since = performance.now();
      const result = await run(prepared, values, describe);
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

  const read = measured(async (prepared, values, describe = false) => {
    try {
      return await reads.execute({ prepared, values, describe });
    } catch (error) {
      throw await failed(error, prepared, "read");
    }
  });

  /** One statement that commits by itself, on a connection of its own so that no read waits behind its locks. */
  const single = (intent: Intent) =>
    measured(async (prepared, values, describe = false) => {
      const connection = await acquire();
      try {
        return await connection.execute({ prepared, values, describe });
      } catch (error) {
        throw await failed(error, prepared, intent);
      } finally {
        transactions.release(connection);
      }
    });
  const write = single("write");
  const remove = single("delete");

  const acquire = async (): Promise<Connection> => {
    try {
      return await transactions.acquire();
    } catch (error) {
      throw await translateError(error, service, parts.findConstraint);
    }
  };

  const transaction = <T>(
    { readOnly = false }: TransactionOptions,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> => {
    const since = performance.now();
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
        settings: service,
        translate: (error, prepared) => failed(error, prepared, "write"),
      });
      const execute = measured(session.execute);
      const handle = createTransaction({ ...session, execute }, service, parts.findColleague);
      let committing = false;
      let passedOn = false;
      try {
        const result = await work(handle);
        handle.end();
        committing = true;
        const committed = session.commit();
        passedOn = transactions.passOn(connection);
        await committed;
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

  const snapshot = <T>(work: (transaction: Transaction) => Promise<T>) =>
    transaction({ readOnly: true }, work);
  return {
    readOne: (plan) => (plan.include.length === 0 ? readOne(read, plan) : snapshot((t) => t.readOne(plan))),
    readList: (plan) =>
      plan.include.length === 0 ? readList(read, plan) : snapshot((t) => t.readList(plan)),
    insert: (plan) =>
      isLarge(plan) ? transaction({}, (t) => t.insert(plan)) : repeat(() => insertRows(write, plan)),
    update: (plan) => repeat(() => updateRow(write, plan)),
    delete: (plan) => repeat(() => deleteRow(remove, plan)),
    restore: (plan) => repeat(() => restoreRow(write, plan)),
    transaction,
  };
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
