import type pg from "pg";
import { failure, LintelError } from "../../errors.js";
import { quote } from "../identifier.js";
import { inTransaction } from "./connect.js";
import type { Migration } from "./migration-file.js";
import type { StatementText } from "./split-statements.js";

/**
 * Runs a file and then `after`, all in one transaction unless the file says otherwise. `schema` is where names
 * without one are looked for.
 *
 * @throws `MIGRATION_FAILED` with file, line, PostgreSQL's message and the statement; nothing of the file has happened then,
 * or, without a transaction, what stands before that line.
 */
export async function runMigration(
  client: pg.Client,
  migration: Migration,
  schema: string,
  after: () => Promise<void> = async () => {},
): Promise<void> {
  const run = async () => {
    await client.query("select set_config('search_path', $1, $2)", [
      `${quote(schema)}, public`,
      migration.transaction,
    ]);
    for (const statement of migration.statements) await runStatement(client, migration, statement);
    await after();
  };
  try {
    await (migration.transaction ? inTransaction(client, run) : run());
  } catch (error) {
    if (error instanceof LintelError) throw error;
    throw failure("MIGRATION_FAILED", `${migration.path}: ${messageOf(error)}`, { cause: error });
  }
}

async function runStatement(
  client: pg.Client,
  migration: Migration,
  statement: StatementText,
): Promise<void> {
  try {
    await client.query(statement.text);
  } catch (error) {
    const position = Number((error as { position?: string }).position ?? 1);
    const line =
      statement.line + [...statement.text].slice(0, position - 1).filter((one) => one === "\n").length;
    const kept = migration.transaction
      ? ""
      : `\nThe file runs without a transaction: what stands before line ${statement.line} has happened.`;
    throw failure(
      "MIGRATION_FAILED",
      `${migration.path}:${line}: ${messageOf(error)}${kept}\n${excerpt(statement.text)}`,
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  const { message, detail, hint, code } = error as pg.DatabaseError;
  const more = [detail, hint].filter(Boolean).join(" ");
  return `${message}${code ? ` (${code})` : ""}${more ? `. ${more}` : ""}`;
}

function excerpt(text: string): string {
  const lines = text.split("\n");
  const shown = lines.slice(0, 12).map((line) => `  ${line}`);
  return [...shown, ...(lines.length > 12 ? ["  ..."] : [])].join("\n");
}
