import pg from "pg";
import { ConnectionLost, isStatementError } from "../../connection/lost.js";

/** What arrives of a slot. */
export interface ReplicationReader {
  /** A message of the output plugin begins at `at`. */
  message(bytes: Buffer, at: number): void;
  /** The server has sent everything that ends at or before `lsn`. */
  reached(lsn: bigint): void;
  /** Called once, when nothing more will come. */
  lost(error: unknown): void;
}

/** A slot that is being read. */
export interface ReplicationStream {
  /**
   * Tells the server, in a moment, that everything up to here is kept elsewhere: it never sends it again. Until it knows, it keeps a
   * little more than it has to; each message would wake the process that sends.
   */
  confirm(lsn: bigint): void;
  /** Has the server wait, while there is too much to take in. */
  pause(): void;
  resume(): void;
  close(): void;
}

export interface ReplicationOptions {
  readonly url: string;
  readonly applicationName: string;
  /** Milliseconds that making the connection may take. */
  readonly connectTimeout: number;
  readonly slot: string;
  readonly publication: string;
  /** What was confirmed last: nothing before it is sent. */
  readonly from: string;
}

/** Milliseconds after which the server is told what was confirmed in the meantime, all at once. */
const told = 50;
/** Milliseconds after which the server is told again how far we are, and asked whether it is there. */
const beat = 2_000;
/** Milliseconds without a sign of the server after which it counts as gone. */
const silence = 10_000;

const walData = 0x77;
const keepalive = 0x6b;
/** What stands before the message in XLogData: its kind, start, end and time. */
const walDataHeader = 25;

/**
 * Reads a slot over a connection of the driver, with its TLS and its ways to log in. Nothing is confirmed but through
 * `confirm`: a timer only repeats it. Names are given as Lintel makes them, of letters, digits and `_`.
 *
 * Rejects with PostgreSQL's error where it refuses to start (55006 while another one reads the slot), and with
 * {@link ConnectionLost} where there is no connection.
 */
export async function openReplicationStream(
  options: ReplicationOptions,
  reader: ReplicationReader,
): Promise<ReplicationStream> {
  const configuration = {
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeout,
    keepAlive: true,
    replication: "database",
  };
  const client = new pg.Client(configuration);
  const wire = client.connection as unknown as Wire;
  let state: "opening" | "open" | "over" = "opening";
  let paused = false;
  let heardAt = performance.now();
  let confirmed = 0n;
  let timer: NodeJS.Timeout | undefined;
  let telling: NodeJS.Timeout | undefined;
  const end = (error: unknown) => {
    clearInterval(timer);
    clearTimeout(telling);
    const was = state;
    state = "over";
    wire.stream.destroy();
    if (was === "open") reader.lost(error);
  };
  const tell = (ask: boolean) => {
    clearTimeout(telling);
    telling = undefined;
    wire.sendCopyFromChunk(standbyStatus(confirmed, ask));
  };
  client.on("error", (error: Error) => end(new ConnectionLost(error)));
  client.on("end", () => end(new ConnectionLost(new Error("The server closed the connection."))));
  try {
    await client.connect();
  } catch (error) {
    end(error);
    throw isStatementError(error) ? error : new ConnectionLost(error);
  }
  const take = (bytes: Buffer) => {
    heardAt = performance.now();
    if (bytes[0] === walData) reader.message(bytes, walDataHeader);
    else if (bytes[0] === keepalive) {
      reader.reached(bytes.readBigUInt64BE(1));
      if (bytes[17] === 1 && state === "open") tell(false);
    }
  };
  await new Promise<void>((resolve, reject) => {
    timer = setTimeout(() => fail(new Error(`The server was silent for ${silence} ms.`)), silence);
    const started = () => {
      clearTimeout(timer);
      state = "open";
      resolve();
    };
    const fail = (error: Error) => {
      const reason = isStatementError(error) ? error : new ConnectionLost(error);
      reject(reason);
      end(reason);
    };
    wire.once("replicationStart", started);
    client.query(new Reading(startStatement(options), take, fail));
  });
  timer = setInterval(() => {
    if (!paused && performance.now() - heardAt > silence) {
      end(new ConnectionLost(new Error(`The server was silent for ${silence} ms.`)));
    } else tell(true);
  }, beat);
  timer.unref();
  return {
    confirm(lsn) {
      if (lsn > confirmed) confirmed = lsn;
      if (state === "open") telling ??= setTimeout(tell, told, false);
    },
    pause() {
      paused = true;
      wire.stream.pause();
    },
    resume() {
      paused = false;
      heardAt = performance.now();
      wire.stream.resume();
    },
    close() {
      if (state === "open" && telling) tell(false);
      state = "over";
      end(undefined);
    },
  };
}

function startStatement({ slot, publication, from }: ReplicationOptions): string {
  return `START_REPLICATION SLOT ${slot} LOGICAL ${from} (proto_version '1', binary 'true', publication_names '${publication}')`;
}

/** The parts of the driver's connection that are needed once it copies both ways. */
interface Wire {
  readonly stream: { pause(): void; resume(): void; destroy(): void };
  once(event: "replicationStart", listener: () => void): void;
  sendCopyFromChunk(chunk: Buffer): void;
}

/** Stands in for the driver's `Query`: the statement that never ends, since the server streams until it is left. */
class Reading {
  constructor(
    private readonly text: string,
    private readonly take: (bytes: Buffer) => void,
    private readonly fail: (error: Error) => void,
  ) {}

  submit(connection: unknown): null {
    (connection as { query(text: string): void }).query(this.text);
    return null;
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    try {
      this.take(chunk);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  handleError(error: Error): void {
    this.fail(error);
  }

  /** The server ends the copy when it shuts down, and says so. */
  handleCommandComplete(): void {
    this.fail(new Error("The server ended the replication."));
  }

  handleReadyForQuery(): void {}
}

/** Written, flushed and applied are one to us. */
function standbyStatus(lsn: bigint, ask: boolean): Buffer {
  const bytes = Buffer.alloc(34);
  bytes[0] = 0x72;
  bytes.writeBigUInt64BE(lsn, 1);
  bytes.writeBigUInt64BE(lsn, 9);
  bytes.writeBigUInt64BE(lsn, 17);
  bytes.writeBigInt64BE(BigInt(Date.now() - 946_684_800_000) * 1_000n, 25);
  bytes[33] = ask ? 1 : 0;
  return bytes;
}
