import { failure } from "../../errors.js";
import type { Connection } from "./connection.js";
import { ConnectionLost } from "./lost.js";
import type { OpenConnection } from "./shared-pool.js";

/** Connections of which each belongs to one transaction at a time. */
export interface ExclusivePool {
  /**
   * A connection that nobody else uses, to be given back with `release`. First come, first served. Rejects with
   * {@link ConnectionLost}, and with `OVERLOADED` after the deadline.
   */
  acquire(): Promise<Connection>;
  release(connection: Connection): void;
  /**
   * Gives a connection to whoever has waited longest, before what was sent on it is answered: what is asked next follows
   * behind it. False where nobody waits: it then has to be released as ever.
   */
  passOn(connection: Connection): boolean;
  /** Connections that are in use, and requests that wait for one. */
  readonly busy: number;
  close(): Promise<void>;
}

export interface ExclusivePoolOptions {
  readonly size: number;
  /** Milliseconds that a request may wait for a connection. */
  readonly deadline: number;
  readonly open: OpenConnection;
  /** Called with the milliseconds that a request had to wait for. */
  readonly onWaited: (milliseconds: number) => void;
}

interface Waiter {
  readonly since: number;
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/** A pool of up to `size` connections, opened as they are needed. */
export function createExclusivePool({ size, deadline, open, onWaited }: ExclusivePoolOptions): ExclusivePool {
  const idle: Connection[] = [];
  const used = new Set<Connection>();
  const waiters = new Set<Waiter>();
  let opening = 0;
  let closed = false;

  const total = () => idle.length + used.size + opening;
  const remove = () => {
    for (let at = idle.length - 1; at >= 0; at -= 1) if (!idle[at]?.alive) idle.splice(at, 1);
  };
  const takeIdle = (): Connection | undefined => {
    for (let found = idle.pop(); found; found = idle.pop()) if (found.alive) return found;
    return undefined;
  };
  const wait = (): Promise<Connection> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiters.delete(waiter);
        onWaited(deadline);
        reject(overloaded(deadline));
      }, deadline);
      const waiter: Waiter = { since: performance.now(), resolve, reject, timer };
      waiters.add(waiter);
    });
  const serve = (connection: Connection) => {
    const [first] = waiters;
    if (!first) {
      idle.push(connection);
      return;
    }
    waiters.delete(first);
    clearTimeout(first.timer);
    used.add(connection);
    onWaited(performance.now() - first.since);
    first.resolve(connection);
  };
  const refuse = (error: unknown) => {
    for (const waiter of waiters) {
      clearTimeout(waiter.timer);
      waiter.reject(error);
    }
    waiters.clear();
  };
  const grow = async () => {
    opening += 1;
    try {
      const connection = await open(remove, () => idle.length + used.size === 0);
      opening -= 1;
      if (closed) await connection.end();
      else if (connection.alive) serve(connection);
      else refuse(new ConnectionLost(new Error("The connection broke as soon as it was made.")));
    } catch (error) {
      opening -= 1;
      if (used.size === 0) refuse(error);
    }
  };

  return {
    async acquire() {
      if (closed) throw new ConnectionLost(new Error("The pool is closed."));
      const connection = waiters.size === 0 ? takeIdle() : undefined;
      if (connection) {
        used.add(connection);
        return connection;
      }
      const waiting = wait();
      if (total() < size && opening < waiters.size) void grow();
      return waiting;
    },
    release(connection) {
      used.delete(connection);
      if (closed) void connection.end();
      else if (connection.alive) serve(connection);
      else if (waiters.size > opening) void grow();
    },
    passOn(connection) {
      if (closed || waiters.size === 0 || !connection.alive) return false;
      serve(connection);
      return true;
    },
    get busy() {
      return used.size + waiters.size;
    },
    async close() {
      closed = true;
      refuse(new ConnectionLost(new Error("The pool is closed.")));
      for (const connection of used) connection.destroy(new Error("The pool is closed."));
      await Promise.all(idle.splice(0).map((connection) => connection.end()));
    },
  };
}

function overloaded(deadline: number) {
  return failure(
    "OVERLOADED",
    `No database connection became free within ${deadline} ms; expected one sooner. Send the request again later.`,
    { headers: { "retry-after": "1" } },
  );
}
