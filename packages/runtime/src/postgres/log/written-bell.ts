import { prepare } from "../compile/prepared.js";
import { writtenChannel } from "./channels.js";
import type { LogClient } from "./client.js";

const ring = prepare("log.ring", `select pg_notify('${writtenChannel}', $1)`);

/** Tells whoever gives positions in another process that something was committed. */
export async function ringWrittenBell(client: LogClient, schema: string): Promise<void> {
  await client.run(ring, [schema]);
}
