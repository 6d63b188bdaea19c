import type { Prepared } from "../compile/prepared.js";
import { type Connection, openConnection } from "../connection/connection.js";
import { ConnectionLost } from "../connection/lost.js";
import type { TextRow } from "../json.js";
import type { Parameter } from "../parameter.js";
import { acrossTenantsSession } from "../tenancy.js";

/** Where statements about a log are run: each commits by itself, in the order in which they are asked for. */
export interface LogClient {
  run(prepared: Prepared, values: readonly Parameter[]): Promise<readonly TextRow[]>;
}

/** A connection of a log's own, for one service. */
export interface LogConnection extends LogClient {
  readonly alive: boolean;
  /** Ends it once everything under way is answered. */
  end(): Promise<void>;
  /** Ends it now. */
  destroy(reason: Error): void;
}

export interface LogConnectionOptions {
  readonly url: string;
  /** The service's own role: it suffices for everything here. */
  readonly role: string;
  readonly schema: string;
  readonly applicationName: string;
  /** Milliseconds that making the connection may take; 3,000 unless told. */
  readonly connectTimeout?: number | undefined;
  /** What is listened to, and who is called with what comes. */
  readonly listen?: { readonly channel: string; readonly notified: (payload: string) => void } | undefined;
  readonly onLost?: ((error: unknown) => void) | undefined;
}

/** Milliseconds that a statement about a log may take. */
const statementTimeout = 10_000;

/**
 * What statements about a log rely on. They find a few rows in large tables by walking along indexes, and their plans are
 * kept: also one that was made when the tables were empty and any plan was good. A position that was given is on disk before
 * anyone sees it; and a head that another has changed is looked at again.
 */
const session = {
  enable_seqscan: "off",
  enable_bitmapscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  max_parallel_workers_per_gather: "0",
  synchronous_commit: "on",
  default_transaction_isolation: "read committed",
  client_min_messages: "error",
  ...acrossTenantsSession,
};

/** Opens a connection of a log's own. Rejects with `ConnectionLost`. */
export async function openLogConnection(options: LogConnectionOptions): Promise<LogConnection> {
  const { listen, onLost = () => {} } = options;
  const connection = await openConnection(
    {
      url: options.url,
      role: options.role,
      schema: options.schema,
      applicationName: options.applicationName,
      readOnly: false,
      plans: "kept",
      statementTimeout,
      idleInTransactionTimeout: statementTimeout,
      connectTimeout: options.connectTimeout ?? 3_000,
      session,
      onNotified: (channel, payload) => {
        if (channel === listen?.channel) listen.notified(payload);
      },
    },
    onLost,
  );
  const client = logConnectionOf(connection);
  if (listen) {
    try {
      await client.run({ text: `listen ${listen.channel}`, name: "", label: "listen" }, []);
    } catch (error) {
      connection.destroy(new Error("Listening failed."));
      throw error instanceof ConnectionLost ? error : new ConnectionLost(error);
    }
  }
  return client;
}

function logConnectionOf(connection: Connection): LogConnection {
  return {
    get alive() {
      return connection.alive;
    },
    async run(prepared, values) {
      return (await connection.execute({ prepared, values, describe: false })).rows;
    },
    end: () => connection.end(),
    destroy: (reason) => connection.destroy(reason),
  };
}
