import type { Facts } from "../../facts.js";
import type { ServiceDatabase } from "../../postgres/index.js";
import type { Logs } from "../start-logs.js";
import type { Worker } from "../workers.js";
import type { Consumer } from "./consumer.js";
import { runTurn } from "./turn.js";

/**
 * Takes part in the work of a consumer, for as long as the process lives: one process at a time works. Each entry has its effect in the database of
 * the consumer's service once, whoever is killed when; entries of one key one after another, in the order of the log.
 */
export function startConsumer(
  consumer: Consumer,
  { logs, database, facts }: { logs: Logs; database: ServiceDatabase; facts: Facts },
): Worker {
  const reader = logs.reader(consumer.source);
  return logs.workers(consumer.service).start({
    name: consumer.cursor,
    source: consumer.source,
    run: (turn) => runTurn(consumer, { database, reader, facts }, turn),
  });
}
