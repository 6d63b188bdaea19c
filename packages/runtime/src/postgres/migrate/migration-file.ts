import { createHash } from "node:crypto";
import type { Change } from "../schema/index.js";
import { type BackfillMark, backfillMarkOf } from "./backfill-mark.js";
import { type StatementText, splitStatements } from "./split-statements.js";

/** One numbered file of SQL. */
export interface Migration {
  readonly service: string;
  readonly number: number;
  /** `0002_add_price` */
  readonly name: string;
  /** The path as a person would open it. */
  readonly path: string;
  /** SHA-256, hexadecimal, of the file without its line of the checksum, line ends as `\n`. */
  readonly checksum: string;
  /** True where the file is not what `db diff` wrote: that is allowed until it is applied. */
  readonly edited: boolean;
  /** False where its header says `-- lintel: one statement at a time` or `-- lintel: no transaction`. */
  readonly transaction: boolean;
  readonly statements: readonly MigrationStatement[];
  /** What is wrong with the lines for Lintel in it, a sentence each. */
  readonly faults: readonly string[];
}

export interface MigrationStatement extends StatementText {
  /** True where it runs outside of any transaction: the line above says so, or the header for the whole file. */
  readonly alone: boolean;
  /** How it is run over a table in batches, where the line above says so. */
  readonly backfill?: BackfillMark | undefined;
  /** True where the line above says that the service needs its privileges at once on what it makes. */
  readonly privileges?: boolean | undefined;
}

const checksumLine = /^-- checksum: ([0-9a-f]{64})[ \t]*\n/m;
const noTransaction = /^--[ \t]*lintel:[ \t]*no transaction[ \t]*$/m;
const oneByOne = /^--[ \t]*lintel:[ \t]*one statement at a time[ \t]*$/m;
const alone = /^--[ \t]*lintel:[ \t]*outside a transaction[ \t]*$/;
const privileges = /^--[ \t]*lintel:[ \t]*with privileges[ \t]*$/;

/** Reads what a file says. `name` is its name without `.sql`. */
export function parseMigration(service: string, name: string, path: string, content: string): Migration {
  const source = content.replaceAll("\r\n", "\n").replace(/^\ufeff/, "");
  const checksum = checksumOf(source.replace(checksumLine, ""));
  const written = checksumLine.exec(source)?.[1];
  const statements = splitStatements(source);
  const firstLine = statements[0]?.line ?? Number.POSITIVE_INFINITY;
  const lines = source.split("\n");
  const header = lines.slice(0, firstLine - 1).join("\n");
  const noneInTransaction = noTransaction.test(header);
  const isOneByOne = oneByOne.test(header) && !noneInTransaction;
  const transaction = !noneInTransaction && !isOneByOne;
  const above = (line: number) => lines[line - 2] ?? "";
  const marked = statements.map((statement) => {
    const found = backfillMarkOf(above(statement.line), statement.text);
    const misplaced =
      found && !isOneByOne ? ['a backfill needs "-- lintel: one statement at a time" in the header'] : [];
    return {
      ...statement,
      alone: noneInTransaction || (isOneByOne && alone.test(above(statement.line))),
      backfill: found?.mark,
      privileges: privileges.test(above(statement.line)),
      faults: [...misplaced, ...(found?.faults ?? [])].map(
        (fault) => `${path}:${statement.line - 1}: ${fault}`,
      ),
    };
  });
  return {
    service,
    number: Number(name.slice(0, 4)),
    name,
    path,
    checksum,
    edited: written !== undefined && written !== checksum,
    transaction,
    statements: marked.map(({ faults: _, ...statement }) => statement),
    faults: marked.flatMap(({ faults }) => faults),
  };
}

/**
 * A migration as the text of a file: what it does in sentences, then a statement a paragraph. Where it changes tables
 * that are there already, it runs one statement at a time, in the form that locks nobody out.
 */
export function migrationText(service: string, name: string, changes: readonly Change[]): string {
  const title = `-- ${service}: ${name}\n`;
  const isOnline = changes.some((change) => change.online !== undefined);
  const told = changes.filter((change) => isWorthTelling(change, changes));
  const sentences = told.every(isComment)
    ? sentencesOf(told).map((sentence) => `-- ${sentence}`)
    : told.flatMap((change) => [
        `-- ${change.sentence}`,
        ...(change.losesData ? ["--   Loses data."] : []),
        ...(change.mayFail ? [`--   Fails if ${change.mayFail}.`] : []),
        ...whoWaits(change),
      ]);
  const header = isOnline ? [...sentences, "--", "-- lintel: one statement at a time"] : sentences;
  const paragraphs = changes
    .flatMap((change) => change.online ?? [{ sql: change.sql, alone: false, above: undefined }])
    .map(({ sql, alone, above }) => {
      const lines = [above, alone ? "-- lintel: outside a transaction" : undefined, `${sql};`];
      return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
    });
  const body = `--\n${header.join("\n")}\n\n${paragraphs.join("\n")}`;
  return `${title}-- checksum: ${checksumOf(title + body)}\n${body}`;
}

function whoWaits({ locks, online, rewrites }: Change): readonly string[] {
  if (locks === "everything" && (rewrites || online === undefined || hasNoOtherWay(online))) {
    return ["--   Readers and writers wait while it runs."];
  }
  return locks === "writes" && online === undefined ? ["--   Writers wait while it runs."] : [];
}

/** An exclusion is added in one statement that reads the table under its lock. */
function hasNoOtherWay(online: NonNullable<Change["online"]>): boolean {
  return online.length === 1 && online.every(({ alone }) => !alone);
}

/** What changes do, a sentence each; the comments in the database, which are many, in one. */
export function sentencesOf(changes: readonly Change[]): readonly string[] {
  const comments = changes.filter(isComment);
  if (comments.length < 2) return changes.map(({ sentence }) => sentence);
  const others = changes.filter((change) => !isComment(change));
  return [
    ...others.map(({ sentence }) => sentence),
    `Says what ${comments.length} schemas, tables or columns are.`,
  ];
}

function isComment({ sql }: Change): boolean {
  return sql.startsWith("comment on");
}

/** What belongs to a table that the same migration creates need not be told beside it. */
function isWorthTelling(change: Change, changes: readonly Change[]): boolean {
  if (isComment(change)) return changes.every(isComment);
  return !changes.some(
    (one) => one.sql.startsWith("create table") && change.subject.startsWith(`${one.subject}.`),
  );
}

/** A short name for a file from what it changes: `initial`, `products`, `categories_and_products`, `5_tables`. */
export function slugOf(changes: readonly Change[], isFirst: boolean): string {
  if (isFirst) return "initial";
  const names = changes.map((change) => change.subject.split(".")[1] ?? change.schema);
  const tables = [...new Set(names.filter((one) => !one.startsWith("lintel_")))];
  const [only] = changes;
  if (changes.length === 1 && only) return slug(only.subject.split(".").slice(1).join("_") || only.schema);
  return tables.length <= 2 ? slug(tables.join("_and_")) : `${tables.length}_tables`;
}

/** Only what a file's name may hold: lower-case letters, digits and underscores, 60 at most. */
export function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 60) || "change"
  );
}

function checksumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
