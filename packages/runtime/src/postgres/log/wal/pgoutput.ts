import type { CommittedTransaction } from "../append.js";

/** A transaction as the write-ahead log has it. */
export interface DecodedTransaction {
  readonly id: bigint;
  readonly transaction: CommittedTransaction;
  /** Where its commit record ends: what is acknowledged once it is in the log. */
  readonly commitEnd: bigint;
}

/** Puts the messages of `pgoutput` together. They come in the order of commits, each transaction whole. */
export interface Decoder {
  /** True between the messages of a transaction that has begun and not ended. */
  readonly within: boolean;
  /** Takes the message that begins at `at`. Gives the transaction that it ends, where it left events. */
  decode(bytes: Buffer, at: number): DecodedTransaction | undefined;
}

/** Columns of the publication, in the order of the table. */
export const publishedColumns = Object.freeze(["slot", "xid", "seq"]);

const begin = 0x42;
const commit = 0x43;
const insert = 0x49;
const relation = 0x52;
const binary = 0x62;

/** Milliseconds from 1970 to 2000, from which PostgreSQL counts. */
const epoch = 946_684_800_000;

/**
 * Reads version 1 of the protocol (PostgreSQL 55.9) with `binary 'true'`, which never streams a transaction in parts: a
 * large one comes whole after its commit. Only what gives positions is read, so that memory does not grow with a transaction.
 */
export function createDecoder(): Decoder {
  let within = false;
  let events = 0;
  let slot = 0;
  let xid = 0n;
  let firstSeq = 0n;
  let lastSeq = 0n;
  return {
    get within() {
      return within;
    },
    decode(bytes, at) {
      switch (bytes[at]) {
        case begin:
          within = true;
          events = 0;
          return undefined;
        case insert: {
          // The relation (4), 'N', the number of columns (2), and for each 'b', its length (4) and its bytes.
          if (bytes[at + 8] !== binary || bytes[at + 15] !== binary || bytes[at + 28] !== binary) {
            throw new TypeError(
              "A row of the publication has another form than slot, xid and seq in binary.",
            );
          }
          const seq = bytes.readBigInt64BE(at + 33);
          if (events === 0) {
            slot = bytes.readInt16BE(at + 13);
            xid = bytes.readBigUInt64BE(at + 20);
            firstSeq = seq;
            lastSeq = seq;
          } else if (seq > lastSeq) lastSeq = seq;
          else if (seq < firstSeq) firstSeq = seq;
          events += 1;
          return undefined;
        }
        case commit: {
          within = false;
          if (events === 0) return undefined;
          const commitEnd = bytes.readBigUInt64BE(at + 10);
          return {
            id: xid,
            commitEnd,
            transaction: {
              slot,
              xid: String(xid),
              firstSeq: String(firstSeq),
              lastSeq: String(lastSeq),
              events,
              committedAt: formatTime(Number(bytes.readBigInt64BE(at + 18))),
            },
          };
        }
        case relation: {
          const columns = readColumns(bytes, at);
          if (columns.join() !== publishedColumns.join()) {
            throw new TypeError(
              `The publication has the columns ${columns.join(", ")}; expected ${publishedColumns.join(", ")}.`,
            );
          }
          return undefined;
        }
        default:
          return undefined;
      }
    },
  };
}

/** RFC 3339 of microseconds since 2000. */
function formatTime(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000);
  const rest = String(microseconds - milliseconds * 1_000).padStart(3, "0");
  return `${new Date(epoch + milliseconds).toISOString().slice(0, -1)}${rest}Z`;
}

function readColumns(bytes: Buffer, at: number): readonly string[] {
  const schemaEnd = bytes.indexOf(0, at + 5);
  const tableEnd = bytes.indexOf(0, schemaEnd + 1);
  const columns: string[] = [];
  let from = tableEnd + 4;
  for (let left = bytes.readInt16BE(tableEnd + 2); left > 0; left -= 1) {
    const end = bytes.indexOf(0, from + 1);
    columns.push(bytes.toString("utf8", from + 1, end));
    from = end + 9;
  }
  return columns;
}
