import { sweepIdempotencyKeys } from "../guards/idempotency/index.js";
import type { Database } from "../postgres/index.js";

const hour = 3_600_000;
const batch = 1_000;

/**
 * Forgets old idempotency keys of every service, once an hour, a batch at a time. A database that does not answer is
 * asked again an hour later. Gives back what ends it.
 */
export function sweepHourly(database: Database, services: readonly string[]): () => void {
  let ended = false;
  const sweep = async () => {
    for (const name of services) {
      let swept = batch;
      while (swept === batch && !ended)
        swept = await database
          .service(name)
          .transaction({}, (transaction) => sweepIdempotencyKeys(transaction, { batch }));
    }
  };
  const timer = setInterval(() => void sweep().catch(() => undefined), hour);
  timer.unref();
  return () => {
    ended = true;
    clearInterval(timer);
  };
}
