import type { Verb } from "../verb.js";
import { findProjection } from "./projections.js";

/** `lintel log rebuild` */
export const rebuild: Verb = {
  name: "rebuild",
  summary: "Have a projection built anew beside the one that is served, which it replaces when it is as far.",
  examples: ["lintel log rebuild productSales", "lintel log rebuild orders.productSales"],
  declare: (command) =>
    command
      .argument("<projection>", "its name, with that of its service where two have one of the name")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text, arguments: [name = ""] }) {
    const { askForBuild, openLogConnection } = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { ToolError } = await import("../../tool-error.js");
    const { withDatabase } = await import("../db/with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const found = findProjection(model, name);
      if (!("entity" in found))
        throw new ToolError(
          "PROJECTION_UNKNOWN",
          `Received the projection ${JSON.stringify(name)}; expected one of: ${found.join(", ") || "none is there"}.`,
          "lintel log projections",
          { exitCode: 2 },
        );
      const { service, entity } = found;
      const { role, schema } = service;
      const version = entity.projection?.version ?? 1;
      const client = await openLogConnection({ url, role, schema, applicationName: "lintel log rebuild" });
      try {
        const isNew = await askForBuild(client, schema, { name: entity.name, version });
        terminal.result({ projection: `${service.name}.${entity.name}`, version, asked: isNew }, () =>
          isNew
            ? `${service.name}.${entity.name} is built anew by whoever serves version ${version} of it: lintel log projections`
            : `${service.name}.${entity.name} is being built already: lintel log projections`,
        );
        return 0;
      } finally {
        await client.end();
      }
    });
  },
};
