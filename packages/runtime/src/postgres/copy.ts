import { once } from "node:events";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { quote } from "./identifier.js";

/** Where rows are copied to. */
export interface CopyTarget {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** The text of a row's columns in PostgreSQL's own form, null for null. */
type TextRow = readonly (string | null)[];

/** Characters to gather before they are sent on. */
const chunkLength = 64 * 1024;

/**
 * Loads rows by COPY, the fastest way into PostgreSQL, and gives their number. All or none: a row that does not fit
 * undoes the whole. Rows are taken only as fast as the server takes them, so any number fits into little memory.
 * What is there at once, in an array or a plain generator, is taken without waiting for each row.
 *
 * `to` is the address of the database, or a connected client of the driver that is not pipelined. Rejects with
 * PostgreSQL's error.
 */
export async function copyInto(
  to: string | pg.ClientBase,
  target: CopyTarget,
  rows: Iterable<TextRow> | AsyncIterable<TextRow>,
): Promise<number> {
  if (typeof to !== "string") return copyWith(to, target, rows);
  const client = new pg.Client({ connectionString: to });
  client.on("error", () => {});
  await client.connect();
  try {
    return await copyWith(client, target, rows);
  } finally {
    await client.end();
  }
}

async function copyWith(
  client: pg.ClientBase,
  target: CopyTarget,
  rows: Iterable<TextRow> | AsyncIterable<TextRow>,
): Promise<number> {
  const columns = target.columns.map(quote).join(", ");
  const text = `copy ${quote(target.schema)}.${quote(target.table)} (${columns}) from stdin`;
  const stream = client.query(copyFrom(text));
  let broken: unknown;
  const finished = new Promise<void>((resolve, reject) => {
    stream.once("finish", resolve);
    stream.once("error", (error) => {
      broken = error;
      reject(error);
    });
  });
  finished.catch(() => {});
  try {
    let chunk = "";
    const send = async () => {
      const goesOn = stream.write(chunk);
      chunk = "";
      if (!goesOn) await Promise.race([once(stream, "drain"), finished]);
    };
    if (Symbol.asyncIterator in rows) {
      for await (const row of rows) {
        chunk += encodeRow(row);
        if (chunk.length >= chunkLength) await send();
        if (broken) break;
      }
    } else {
      for (const row of rows) {
        chunk += encodeRow(row);
        if (chunk.length >= chunkLength) await send();
        if (broken) break;
      }
    }
    if (!broken) stream.end(chunk);
  } catch (error) {
    if (!broken) await abort(stream, error);
    throw error;
  }
  await finished;
  return stream.rowCount;
}

/** Has PostgreSQL forget what it was sent, and waits until the connection can be used again. */
async function abort(stream: ReturnType<typeof copyFrom>, reason: unknown): Promise<void> {
  const closed = new Promise((resolve) => stream.once("close", resolve));
  stream.destroy(reason instanceof Error ? reason : new Error("The rows ended with an error."));
  await closed;
}

function encodeRow(row: TextRow): string {
  let line = "";
  let separator = "";
  for (const text of row) {
    line += separator + encodeColumn(text);
    separator = "\t";
  }
  return `${line}\n`;
}

/** The text format of COPY: a backslash before what would end a column or a row, and \N for null. */
function encodeColumn(text: string | null): string {
  if (text === null) return "\\N";
  return /[\\\b\f\n\r\t\v]/.test(text) ? text.replace(/[\\\b\f\n\r\t\v]/g, escapeCharacter) : text;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case "\b":
      return "\\b";
    case "\f":
      return "\\f";
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    case "\v":
      return "\\v";
    default:
      return "\\\\";
  }
}
