import type { Verb } from "../verb.js";
import { findEndpoint, withOfferings } from "./endpoints.js";

/** `lintel webhooks disable` */
export const disable: Verb = {
  name: "disable",
  summary: "Send nothing to an endpoint until it is enabled.",
  examples: ["lintel webhooks disable 0195d1a0-0000-7000-8000-00000000000a"],
  declare: (command) =>
    command
      .argument("<endpoint>", "its id")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run(given) {
    const { disableStatement, steerEndpoint } = await import("@lintel/runtime/tools");
    return withOfferings(given, async (offerings) => {
      const { service, client, endpoint } = await findEndpoint(offerings, given.arguments[0]);
      await steerEndpoint(client, disableStatement(service.schema, endpoint.id));
      given.terminal.result({ endpoint: endpoint.id, isEnabled: false }, () => `${endpoint.id} is disabled.`);
      return 0;
    });
  },
};
