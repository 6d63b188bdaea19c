import type { Operation, ServiceModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { ListPlan, OnBehalf, OnePlan } from "../plan/index.js";
import type { Transaction } from "./database.js";
import { type ExecuteAs, withRights } from "./executor.js";
import { emitEvent } from "./log/emit.js";
import { readList, readOne } from "./read.js";
import { createDb } from "./repository.js";
import { type Rights, readingRights, writingRights } from "./rights.js";
import type { Session } from "./session.js";
import { runStatement } from "./sql.js";
import { deleteRow, insertRows, restoreRow, updateRow } from "./write.js";

/** Finds another service by name, if a transaction of `from` can do work as it. Throws `INTERNAL`. */
export type FindColleague = (from: ServiceModel, name: string) => ServiceModel;

/**
 * A transaction as the rest of Lintel sees it. While it does work as another service, its own statements wait:
 * otherwise they would run with the rights of the other. `settle` waits for events among them, for which the work itself may
 * not have waited: it goes before `end`.
 */
export function createTransaction(
  session: Session,
  service: ServiceModel,
  colleague: FindColleague,
): Transaction & { settle(): Promise<unknown> | undefined; end(): void } {
  let ended = false;
  const late: Promise<void>[] = [];
  let nested: Promise<unknown> | undefined;
  const execute: ExecuteAs<Rights | "own"> = (...statement) => {
    if (nested) return afterNested(() => execute(...statement));
    if (ended) return Promise.reject(endedFailure(service));
    return session.execute(...statement);
  };
  const own = withRights(execute, "own");
  const reading = ({ actor, entity, include }: OnePlan | ListPlan) =>
    readingRights(service, actor, entity, include);
  const writing = ({ actor }: OnBehalf, act: Operation) =>
    withRights(execute, writingRights(service, actor, act));
  const afterNested = async <T>(next: () => Promise<T>): Promise<T> => {
    while (nested) await nested.catch(() => {});
    return next();
  };
  const nest = async <T>(name: string, work: (inner: Transaction) => Promise<T>): Promise<T> => {
    if (nested) return afterNested(() => nest(name, work));
    if (ended) throw endedFailure(service);
    const other = colleague(service, name);
    const inner = createTransaction(session, other, colleague);
    const running = session.nest({ role: other.role, schema: other.schema }, async () => {
      try {
        const result = await work(inner);
        await inner.settle();
        return result;
      } finally {
        inner.end();
      }
    });
    nested = running;
    try {
      return await running;
    } finally {
      nested = undefined;
    }
  };
  let db: Transaction["db"] | undefined;
  return {
    get db() {
      db ??= createDb(service, own);
      return db;
    },
    run: (statement) => runStatement(own, statement),
    readOne: (plan) => readOne(withRights(execute, reading(plan)), plan),
    readList: (plan) => readList(execute, plan, reading(plan)),
    insert: (plan) => insertRows(writing(plan, "create"), plan),
    update: (plan) => updateRow(writing(plan, "update"), plan),
    delete: (plan) => deleteRow(writing(plan, "delete"), plan),
    restore: (plan) => restoreRow(writing(plan, "restore"), plan),
    emit(plan) {
      const writing = emitEvent(own, service, plan);
      if (nested) late.push(writing);
      return writing;
    },
    as: nest,
    settle: () => (late.length > 0 ? Promise.all(late) : undefined),
    end() {
      ended = true;
    },
  };
}

function endedFailure(service: ServiceModel) {
  return failure(
    "INTERNAL",
    `A statement of ${service.name} came after the end of its part of the transaction; expected \`await\` before it.`,
  );
}
