import { reachOf, type SystemModel } from "../blueprint/index.js";
import type { Facts } from "../facts.js";
import { type Logs, startConsumer } from "../log/index.js";
import { errorLine } from "../operate/index.js";
import { causeOfEntry, type Operations } from "../operations/index.js";
import { openDatabase } from "../postgres/index.js";

/** The consumers of a system in this process. */
export interface Consumers {
  /** Lets what runs finish, up to the deadline in milliseconds, then closes their connections. They must have been stopped. */
  close(deadline: number): Promise<void>;
}

export interface ConsumersOptions {
  readonly model: SystemModel;
  readonly urls: { readonly [service: string]: string };
  readonly facts: Facts;
  readonly logs: Logs;
  readonly operations: Operations;
  /** Milliseconds that one statement may take. */
  readonly statementTimeout: number;
}

/**
 * Has this process take part in the work of every consumer. They have connections of their own, as many as entries may be handled at a
 * time, so that requests and they do not take them from each other.
 */
export function startConsumers(options: ConsumersOptions): Consumers {
  const { model, urls, facts, logs, operations, statementTimeout } = options;
  const consumers = model.services.flatMap((service) => service.consumers);
  if (consumers.length === 0) return { async close() {} };
  const transactions = Math.max(
    ...model.services.map((service) => service.consumers.reduce((sum, { workers }) => sum + workers, 0)),
  );
  const database = openDatabase({
    model,
    urls,
    facts,
    statementTimeout,
    connections: { reads: 1, transactions },
    idleInTransactionTimeout: Math.max(10_000, ...consumers.map(({ timeout }) => timeout + 1_000)),
    onCommitted: logs.committed,
  });
  for (const service of model.services) {
    for (const consumer of service.consumers) {
      const { name, cursor, source, workers, retry, timeout, start, events, changes } = consumer;
      const followed = model.services.find((one) => one.name === source) ?? service;
      const causeOf = causeOfEntry(service.name, followed);
      startConsumer(
        {
          service: service.name,
          schema: service.schema,
          name,
          cursor,
          source,
          workers,
          retry,
          timeout,
          start,
          isWanted: ({ kind, subject }) => Object.hasOwn(kind === "event" ? events : changes, subject),
          handle: (entry, attempt, transaction) =>
            operations.runConsumer(consumer, entry, attempt, transaction),
          causeOf,
          reachOf: (entry) => reachOf(causeOf(entry).actor.tenant, consumer.acrossTenants),
          describeError: errorLine,
        },
        { logs, database: database.service(service.name), facts },
      );
    }
  }
  return { close: (deadline) => database.close(deadline) };
}
