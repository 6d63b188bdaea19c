import { quote } from "../../postgres/index.js";
import { logTables } from "../../postgres/log/index.js";
import type { Operation } from "./document.js";
import { type Kitchen, working } from "./kitchen.js";

type Recipe = (kitchen: Kitchen, operation: Operation) => Promise<unknown>;

/** Codes that share a status with others, and have to be seen by themselves wherever they are documented. */
export const codesToBeSeen: readonly string[] = ["COMMIT_INVALID", "COMMIT_OTHER_EPOCH", "PROJECTION_BEHIND"];

/** Brings about a documented code of an operation that has not been seen yet. */
export async function provokeCode(kitchen: Kitchen, operation: Operation, code: string): Promise<void> {
  if (!kitchen.session.seenCodes.has(`${operation.id} ${code}`)) await recipes[code]?.(kitchen, operation);
}

const waitingFor =
  (token: string): Recipe =>
  async (kitchen, operation) => {
    const { caller, sent } = await working(kitchen, operation);
    await kitchen.session.ask(caller, { ...sent, headers: { ...sent.headers, "lintel-wait": token } });
  };

/** Reads what was written just now, which has no position yet: nobody gives any while the heads of the logs are held. */
const behind: Recipe = async (kitchen, operation) => {
  const { app, operations, session } = kitchen;
  const { caller, sent } = await working(kitchen, operation);
  const writes = operations.flatMap((one) =>
    one.method === "POST" ? (session.worked(one)?.exchange ?? []) : [],
  );
  await app.sql`begin`;
  try {
    for (const { schema, log } of app.running.model.services)
      if (log) await app.database.sql(`select from ${quote(schema)}.${quote(logTables.head)} for update`);
    for (const write of writes) {
      if (session.seenCodes.has(`${operation.id} PROJECTION_BEHIND`)) return;
      const { "idempotency-key": _, ...headers } = write.sent.headers;
      const body = write.sent.body && anew(write.sent.body);
      const { received } = await session.ask(write.caller, { ...write.sent, headers, body });
      const token = received.headers["lintel-commit"];
      if (typeof token !== "string") continue;
      const wait = { "lintel-wait": token, prefer: "wait=0" };
      await session.ask(caller, { ...sent, headers: { ...sent.headers, ...wait } }, { mayFail: true });
    }
  } finally {
    await app.sql`rollback`;
  }
};

/** The same body for another row: its id is made by whoever takes it. */
function anew(body: Buffer): Buffer {
  const { id: _, ...rest } = JSON.parse(body.toString("utf8")) as { readonly id?: unknown };
  return Buffer.from(JSON.stringify(rest));
}

const recipes: { readonly [code: string]: Recipe } = {
  COMMIT_INVALID: waitingFor("nothing that was said"),
  COMMIT_OTHER_EPOCH: waitingFor("000000000000.1"),
  PROJECTION_BEHIND: behind,
};
