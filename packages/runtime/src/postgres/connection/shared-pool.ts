import { failure } from "../../errors.js";
import { type Connection, subjectOf } from "./connection.js";
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

/** Statements that may wait on a connection that is held up. */
const mostBehind = 50;

/**
 * A pool of up to `size` connections, opened as they are needed. A read goes where the fewest are under way. While
 * statements that take long hold some of them up, as on a table that is locked, up to as many again are opened for
 * the others.
 */
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
  /**
   * The connection with the fewest statements under way, of those that nothing holds up. What is about the same as
   * the statements that hold up as many connections as the pool has waits behind those, so that it cannot take them
   * all. Undefined where a connection has to be opened first.
   */
  const pick = (subject: string): Connection | undefined => {
    const now = performance.now();
    let best: Connection | undefined;
    let behind: Connection | undefined;
    let any: Connection | undefined;
    let alike = 0;
    for (const connection of connections) {
      if (!connection.alive) continue;
      if (!any || connection.inFlight < any.inFlight) any = connection;
      const by = connection.heldUpBy(now);
      if (by === undefined) {
        if (!best || connection.inFlight < best.inFlight) best = connection;
      } else if (by === subject) {
        alike += 1;
        if (!behind || connection.inFlight < behind.inFlight) behind = connection;
      }
    }
    if (behind && alike >= size) return bounded(behind);
    if (best) {
      if (best.inFlight > 0 && connections.length < size && !opening && now > notBefore)
        grow().catch(() => {});
      else if (connections.length > size && best.inFlight === 0) retire(best);
      return best;
    }
    if (any && (connections.length >= size * 2 || now <= notBefore)) return bounded(any);
    return undefined;
  };
  /** A connection that relieved others is not needed when one of them has nothing to do. */
  const retire = (idle: Connection) => {
    const found = connections.findIndex((one) => one !== idle && one.alive && one.inFlight === 0);
    const [surplus] = found < 0 ? [] : connections.splice(found, 1);
    void surplus?.end();
  };
  const take = async (subject: string): Promise<Connection> => {
    if (closed) throw new ConnectionLost(new Error("The pool is closed."));
    await grow();
    const connection = pick(subject);
    if (!connection) throw new ConnectionLost(new Error("The connection broke as soon as it was made."));
    return connection;
  };

  return {
    async execute(request) {
      const subject = subjectOf(request.prepared.label);
      for (const rest of rests) {
        const connection = pick(subject) ?? (await take(subject));
        try {
          return await connection.execute(request);
        } catch (error) {
          if (!isWorthAnotherTry(error) || closed) throw error;
          await pause(rest);
        }
      }
      return (pick(subject) ?? (await take(subject))).execute(request);
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

function bounded(connection: Connection): Connection {
  if (connection.inFlight < mostBehind) return connection;
  throw failure(
    "OVERLOADED",
    `${connection.inFlight} statements wait on the connection already, for one that takes long.`,
    { headers: { "retry-after": "1" } },
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * A broken connection; or a statement that the connection does not have any more (26000) or still has (42P05), because what
 * should have prepared or closed it stood behind one that failed.
 */
function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof ConnectionLost || ["26000", "42P05"].includes(sqlStateOf(error) ?? "");
}
