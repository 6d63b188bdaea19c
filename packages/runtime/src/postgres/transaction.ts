import { noTenant, type Operation, type ServiceModel, type TenantReach } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { ListPlan, OnBehalf, OnePlan } from "../plan/index.js";
import type { Transaction } from "./database.js";
import { type ExecuteAs, type Send, withRights } from "./executor.js";
import { emitStatement } from "./log/emit.js";
import { readList, readOne } from "./read.js";
import { createDb } from "./repository.js";
import { type Rights, readingRights, writingRights } from "./rights.js";
import type { Session, SessionSettings } from "./session.js";
import { runStatement } from "./sql.js";
import { deleteRow, insertRows, restoreRow, updateRow } from "./write.js";

/** Finds another service by name, if a transaction of `from` can do work as it. Throws `INTERNAL`. */
export type FindColleague = (from: ServiceModel, name: string) => ServiceModel;

/** The part of a transaction that is one service's. */
interface TransactionPart extends Transaction {
  /** Waits until everything that was asked for has left. Rejects with what failed meanwhile. */
  sent(): Promise<void>;
  /** Waits until everything that was asked for is done. Rejects with what failed. */
  answered(): Promise<void>;
  /** After it, nothing can be asked for. */
  end(): void;
}

/**
 * A transaction as the rest of Lintel sees it. While it does work as another service, its own statements wait:
 * otherwise they would run with the rights of the other.
 */
export function createTransaction(
  session: Session,
  service: ServiceModel,
  colleague: FindColleague,
  reach: TenantReach,
): TransactionPart {
  let ended = false;
  let nested: Promise<unknown> | undefined;
  const execute: ExecuteAs<Rights | "own"> = (...statement) => {
    if (nested) return afterNested(() => execute(...statement));
    if (ended) return Promise.reject(endedFailure(service));
    return session.execute(...statement);
  };
  const own = withRights(execute, "own");
  /** Statements that were sent without waiting for them, and have no answer yet. */
  const unanswered = new Set<Promise<unknown>>();
  /** Of those, the ones that could not leave when they were asked for, since there was work as another service. */
  const held = new Set<Promise<unknown>>();
  const send: Send = ({ prepared, values }) => {
    const answer = execute("own", prepared, values);
    const waiting = nested ? [unanswered, held] : [unanswered];
    for (const one of waiting) one.add(answer);
    answer.then(
      () => {
        for (const one of waiting) one.delete(answer);
      },
      () => {},
    );
  };
  const reading = ({ actor, entity, include }: OnePlan | ListPlan) =>
    readingRights(service, actor, entity, include);
  const writing = ({ actor }: OnBehalf, act: Operation) =>
    withRights(execute, writingRights(service, actor, act));
  const afterNested = async <T>(next: () => Promise<T>): Promise<T> => {
    while (nested) await nested.catch(() => {});
    return next();
  };
  const nest = async <T>(
    name: string,
    work: (inner: Transaction) => Promise<T>,
    within: TenantReach = noTenant,
  ): Promise<T> => {
    if (nested) return afterNested(() => nest(name, work, within));
    if (ended) throw endedFailure(service);
    const other = colleague(service, name);
    const inner = createTransaction(session, other, colleague, within);
    const running = session.nest(settingsOf(other, within), async () => {
      try {
        const result = await work(inner);
        await inner.answered();
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
      db ??= createDb(service, own, send, reach);
      return db;
    },
    run: (statement) => runStatement(own, statement),
    readOne: (plan) => readOne(withRights(execute, reading(plan)), plan),
    readList: (plan) => readList(execute, plan, reading(plan)),
    insert: (plan) => insertRows(writing(plan, "create"), plan),
    update: (plan) => updateRow(writing(plan, "update"), plan),
    delete: (plan) => deleteRow(writing(plan, "delete"), plan),
    restore: (plan) => restoreRow(writing(plan, "restore"), plan),
    emit: (plan) => send(emitStatement(service, plan)),
    as: nest,
    async sent() {
      if (held.size > 0) await Promise.all(held);
    },
    async answered() {
      if (unanswered.size > 0) await Promise.all(unanswered);
    },
    end() {
      ended = true;
    },
  };
}

/** What the service's own statements begin with. */
export function settingsOf({ role, schema, tenants }: ServiceModel, reach: TenantReach): SessionSettings {
  return tenants ? { role, schema, reach } : { role, schema };
}

function endedFailure(service: ServiceModel) {
  return failure(
    "INTERNAL",
    `A statement of ${service.name} came after the end of its part of the transaction; expected \`await\` before it.`,
  );
}
