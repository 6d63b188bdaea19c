import type { LogStatus, SystemModel } from "@lintel/runtime/tools";

/** How the log of a service stands; undefined where it is in another database, or not there yet. */
export async function logHead(url: string, model: SystemModel, name: string): Promise<LogStatus | undefined> {
  const { openLogConnection, readLogStatus } = await import("@lintel/runtime/tools");
  const service = model.services.find((one) => one.name === name);
  if (!service) return undefined;
  const { role, schema } = service;
  const client = await openLogConnection({ url, role, schema, applicationName: "lintel log" });
  try {
    return await readLogStatus(client, schema);
  } catch {
    return undefined;
  } finally {
    await client.end();
  }
}
