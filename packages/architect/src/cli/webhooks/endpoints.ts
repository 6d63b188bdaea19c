import type { EndpointReport, LogConnection, ServiceModel } from "@lintel/runtime/tools";
import { ToolError } from "../../tool-error.js";
import type { ExitCode, Given } from "../verb.js";

/** A service that offers webhooks, and a connection to its database. */
export interface Offering {
  readonly service: ServiceModel;
  readonly client: LogConnection;
}

/** Does work with every service that offers webhooks, on a connection of its own role each. */
export async function withOfferings(
  given: Pick<Given, "terminal" | "text">,
  work: (offerings: readonly Offering[]) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { openLogConnection } = await import("@lintel/runtime/tools");
  const { readModel } = await import("../read-model.js");
  const { withDatabase } = await import("../db/with-database.js");
  return withDatabase(given, async ({ url, project }) => {
    const { model } = await readModel(project);
    const offerings: Offering[] = [];
    try {
      for (const service of model.services.filter(({ webhooks }) => webhooks)) {
        const { role, schema } = service;
        const client = await openLogConnection({ url, role, schema, applicationName: "lintel webhooks" });
        offerings.push({ service, client });
      }
      return await work(offerings);
    } finally {
      await Promise.all(offerings.map(({ client }) => client.end()));
    }
  });
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The endpoint with this id, and whose service it is of. */
export async function findEndpoint(
  offerings: readonly Offering[],
  id: string | undefined,
): Promise<Offering & { readonly endpoint: EndpointReport }> {
  const { reportEndpoints } = await import("@lintel/runtime/tools");
  for (const offering of uuid.test(id ?? "") ? offerings : []) {
    const [endpoint] = await reportEndpoints(offering.client, offering.service.schema, id);
    if (endpoint) return { ...offering, endpoint };
  }
  const names = offerings.map(({ service }) => service.name).join(", ");
  throw new ToolError(
    "WEBHOOK_ENDPOINT_UNKNOWN",
    `Received ${JSON.stringify(id ?? "")}; services that offer webhooks: ${names || "none"}.`,
    "lintel webhooks list",
    { exitCode: 2 },
  );
}

/** How an endpoint stands, in a few words. */
export function standingOf({ isEnabled, disabledReason, attempts }: EndpointReport): string {
  if (!isEnabled) return `disabled (${disabledReason ?? "asked"})`;
  return attempts > 0 ? `failing (${attempts})` : "well";
}

/** The position after which `--from` has an endpoint go on. */
export async function positionFrom({ client, service }: Offering, from: string | undefined) {
  if (from === undefined) return undefined;
  const { positionBefore, readHead } = await import("@lintel/runtime/tools");
  return positionBefore(from, await readHead(client, service.schema), (_code, detail) => {
    throw new ToolError("POSITION_INVALID", detail, "lintel log status", { exitCode: 2 });
  });
}
