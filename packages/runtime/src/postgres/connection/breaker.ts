import type { Facts, PoolName } from "../../facts.js";
import type { Connection } from "./connection.js";
import { ConnectionLost } from "./lost.js";

/** Opens connections to one service's database, and remembers when that does not work. */
export interface Breaker {
  /**
   * Opens a connection, or rejects with {@link ConnectionLost}: at once while the database is known to be away.
   * `needed` says that nothing else can serve: only then does a failure mean that the database is away.
   */
  open(pool: PoolName, onLost: (error: unknown) => void, needed: () => boolean): Promise<Connection>;
  /** Tries to reach the database now, whatever is remembered. */
  ping(): Promise<void>;
  close(): void;
}

type Open = (pool: PoolName, onLost: (error: unknown) => void) => Promise<Connection>;

/** Milliseconds between tries to reach a database that is away: from the first, doubled up to the last. */
const backoff = { first: 100, last: 2_000 };

/**
 * A circuit breaker around the opening of connections.
 *
 *     available ── opening fails, and nothing else is open ──► unavailable: opening fails at once
 *     unavailable ── a probe in the background gets through ──► available
 *
 * Probes come after 100 ms, then twice as long each time up to 2 s, each up to a half earlier, so that many
 * processes do not come back at the same moment.
 */
export function createBreaker(service: string, facts: Facts, open: Open): Breaker {
  let downSince: number | undefined;
  let reason: unknown;
  let wait = backoff.first;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const goDown = (error: unknown) => {
    if (downSince !== undefined || closed) return;
    downSince = performance.now();
    reason = error;
    wait = backoff.first;
    facts.report({ fact: "database.unavailable", service, error });
    probeLater();
  };
  const goUp = () => {
    if (downSince === undefined) return;
    const milliseconds = performance.now() - downSince;
    downSince = undefined;
    clearTimeout(timer);
    facts.report({ fact: "database.available", service, milliseconds });
  };
  const probeLater = () => {
    timer = setTimeout(probe, wait * (0.5 + Math.random() / 2));
    timer.unref();
    wait = Math.min(wait * 2, backoff.last);
  };
  const probe = async () => {
    try {
      await reach();
    } catch (error) {
      reason = error;
      if (!closed && downSince !== undefined) probeLater();
    }
  };
  const reach = async () => {
    const connection = await open("transactions", () => {});
    goUp();
    await connection.end();
  };

  return {
    async open(pool, onLost, needed) {
      if (downSince !== undefined) throw new ConnectionLost(reason);
      try {
        return await open(pool, onLost);
      } catch (error) {
        if (needed()) goDown(error);
        throw error;
      }
    },
    ping: reach,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
