import { createInterface } from "node:readline";
import pg from "pg";
import { formatAnswer, isComplete, listTables } from "./shell-text.js";

const HELP = "End a statement with a semicolon. \\dt lists the tables, \\q leaves.";

/**
 * A small SQL prompt for where psql is not installed. Reads statements over several lines until a semicolon; where
 * stdin is not a terminal it shows no prompt, and ends with false at the first statement that fails.
 */
export async function promptForSql(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: "lintel shell" });
  client.on("error", () => {});
  await client.connect();
  const interactive = process.stdin.isTTY === true;
  const reader = createInterface({
    input: process.stdin,
    ...(interactive && { output: process.stderr, historySize: 1_000 }),
  });
  const ask = (pending: string) => {
    if (!interactive) return;
    reader.setPrompt(pending === "" ? "sql> " : "...> ");
    reader.prompt();
  };
  let pending = "";
  let succeeded = true;
  if (interactive) process.stderr.write(`${HELP}\n`);
  ask(pending);
  try {
    for await (const line of reader) {
      const command = pending === "" ? line.trim() : "";
      if (command === "\\q") break;
      pending = command === "\\dt" ? `${listTables};` : `${pending}${line}\n`;
      if (pending.trim() === "") pending = "";
      if (isComplete(pending)) {
        succeeded = await show(client, pending);
        pending = "";
        if (!succeeded && !interactive) return false;
      }
      ask(pending);
    }
    if (pending.trim() !== "" && !interactive) succeeded = await show(client, pending);
  } finally {
    reader.close();
    await client.end();
  }
  return interactive || succeeded;
}

async function show(client: pg.Client, sql: string): Promise<boolean> {
  try {
    const types = { getTypeParser: () => (value: string) => value };
    const answered = await client.query({ text: sql, rowMode: "array", types });
    for (const one of [answered].flat()) process.stdout.write(`${formatAnswer(one)}\n`);
    return true;
  } catch (error) {
    const { message, position, hint } = error as { message: string; position?: string; hint?: string };
    const line = position ? ` (line ${sql.slice(0, Number(position)).split("\n").length})` : "";
    process.stderr.write(`error  ${message}${line}\n${hint ? `  hint: ${hint}\n` : ""}`);
    return false;
  }
}
