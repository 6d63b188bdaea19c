import type { LogConnection, SystemModel } from "@lintel/runtime/tools";
import type { ExitCode, Given } from "../../verb.js";
import type { NamedConsumer } from "./named-consumer.js";

/** A consumer, and a connection with the role of its service. */
export interface OpenConsumer extends NamedConsumer {
  readonly model: SystemModel;
  readonly url: string;
  readonly client: LogConnection;
  /** Which tables, and which rows of them. */
  readonly place: { readonly schema: string; readonly consumer: string };
  readonly cursor: { readonly schema: string; readonly name: string };
}

/** Does `work` for the consumer that is named, on the database of the project. */
export async function withConsumer(
  given: Pick<Given, "terminal" | "text">,
  name: string,
  work: (open: OpenConsumer) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { openLogConnection } = await import("@lintel/runtime/tools");
  const { readModel } = await import("../../read-model.js");
  const { withDatabase } = await import("../../db/with-database.js");
  const { namedConsumer } = await import("./named-consumer.js");
  return withDatabase(given, async ({ url, project }) => {
    const { model } = await readModel(project);
    const found = namedConsumer(model, name);
    const { schema, role } = found.service;
    const client = await openLogConnection({ url, role, schema, applicationName: "lintel log" });
    try {
      return await work({
        ...found,
        model,
        url,
        client,
        place: { schema, consumer: found.consumer.name },
        cursor: { schema, name: found.consumer.cursor },
      });
    } finally {
      await client.end();
    }
  });
}
