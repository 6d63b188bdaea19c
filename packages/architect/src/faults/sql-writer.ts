/** Transactions by another process than those that serve: crossed, rolled back, with savepoints. It may be killed at any moment. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = `
import pg from "pg";
const client = new pg.Client({ connectionString: process.argv[1] });
client.on("error", () => process.exit(1));
await client.connect();
for (;;) {
  const { rows } = await client.query("select id from orders.orders order by random() limit 3");
  await client.query("begin");
  for (const { id } of rows) await client.query("update orders.orders set mark = mark where id = $1", [id]);
  await client.query("savepoint undone");
  if (rows[0]) await client.query("update orders.orders set padding = 'undone' where id = $1", [rows[0].id]);
  await client.query("rollback to savepoint undone");
  if (rows[2] && Math.random() < 0.2) await client.query("delete from orders.lines where order_id = $1", [rows[2].id]);
  if (rows[2] && Math.random() < 0.2) await client.query("delete from orders.orders where id = $1 and not exists (select from orders.lines where order_id = $1)", [rows[2].id]);
  await client.query(Math.random() < 0.15 ? "rollback" : "commit");
  await new Promise((done) => setTimeout(done, Math.random() * 10));
}`;

/** Starts one; it ends by itself where its connection does, or rows are locked the other way round by another. */
export function startSqlWriter(url: string): ChildProcess {
  return spawn(process.execPath, ["--input-type=module", "--eval", program, url], {
    stdio: "ignore",
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
}
