import type { Connection } from "./connection.js";
import type { Request, Result } from "./execution.js";
import { ConnectionLost, sqlStateOf } from "./lost.js";

/** Opens a connection of the pool; `needed` says whether nothing else could serve. */
export type OpenConnection = (onLost: (error: unknown) => void, needed: () => boolean) => Promise<Connection>;

/** Connections that all reads share, each carrying many at a time. */
export interface SharedPool {
  /**
   * Runs a read outside of any transaction. One whose connection breaks is tried again on another, twice at most, as
   * a read may be. Rejects with PostgreSQL's error or {@link ConnectionLost}.
   */
  execute(request: Request): Promise<Result>;
  /** Statements without an answer. */
  readonly inFlight: number;
  /** Whether a connection is open. */
  readonly open: boolean;
  close(): Promise<void>;
}

/** Milliseconds to leave between openings after one has failed while others were open. */
const openingRest = 1_000;
/**
 * Milliseconds before each further try. A server that ends one connection often ends all of them, one after another;
 * the rest lets the news arrive, so that the next try does not go to one that is dying too.
 */
const rests = [5, 50];

/** A pool of up to `size` connections, opened as they are needed. A read goes where the fewest are under way. */
export function createSharedPool(size: number, open: OpenConnection): SharedPool {
  const connections: Connection[] = [];
  let opening: Promise<void> | undefined;
  let notBefore = 0;
  let closed = false;

  const grow = (): Promise<void> => {
    opening ??= openOne().finally(() => {
      opening = undefined;
    });
    return opening;
  };
  const openOne = async () => {
    const connection = await open(remove, () => connections.length === 0).catch((error: unknown) => {
      notBefore = performance.now() + openingRest;
      throw error;
    });
    if (closed) await connection.end();
    else if (connection.alive) connections.push(connection);
  };
  const remove = () => {
    for (let at = connections.length - 1; at >= 0; at -= 1) {
      if (!connections[at]?.alive) connections.splice(at, 1);
    }
  };
  const pick = (): Connection | undefined => {
    let best: Connection | undefined;
    for (const connection of connections) {
      if (connection.alive && (!best || connection.inFlight < best.inFlight)) best = connection;
    }
    if (best && best.inFlight > 0 && connections.length < size && !opening && performance.now() > notBefore) {
      grow().catch(() => {});
    }
    return best;
  };
  const take = async (): Promise<Connection> => {
    if (closed) throw new ConnectionLost(new Error("The pool is closed."));
    await grow();
    const connection = pick();
    if (!connection) throw new ConnectionLost(new Error("The connection broke as soon as it was made."));
    return connection;
  };

  return {
    async execute(request) {
      for (const rest of rests) {
        const connection = pick() ?? (await take());
        try {
          return await connection.execute(request);
        } catch (error) {
          if (!isWorthAnotherTry(error) || closed) throw error;
          await pause(rest);
        }
      }
      return (pick() ?? (await take())).execute(request);
    },
    get inFlight() {
      return connections.reduce((sum, connection) => sum + connection.inFlight, 0);
    },
    get open() {
      return connections.some((connection) => connection.alive);
    },
    async close() {
      closed = true;
      await opening?.catch(() => {});
      await Promise.all(connections.map((connection) => connection.end()));
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * A broken connection; or a statement that the connection no longer has (26000), because the one that should have
 * prepared it failed in front of it.
 */
function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof ConnectionLost || sqlStateOf(error) === "26000";
}
