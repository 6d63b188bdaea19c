import type { Verb } from "../../verb.js";
import { logHead } from "./log-head.js";
import { consumersOf, nameOf } from "./named-consumer.js";
import { formatConsumers, type Standing, troubleOf } from "./standing.js";

/** `lintel log consumers` */
export const consumers: Verb = {
  name: "consumers",
  summary: "Tell how each consumer stands: how far it is, who works for it, and what could not be handled.",
  examples: ["lintel log consumers", "lintel log consumers --json"],
  declare: (command) =>
    command.option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text }) {
    const tools = await import("@lintel/runtime/tools");
    const { readModel } = await import("../../read-model.js");
    const { withDatabase } = await import("../../db/with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const found: Standing[] = [];
      for (const one of consumersOf(model)) {
        const { service, consumer } = one;
        const { schema, role } = service;
        const client = await tools.openLogConnection({ url, role, schema, applicationName: "lintel log" });
        try {
          const cursors = await tools.readCursors(client, schema);
          found.push({
            name: nameOf(one),
            follows: consumer.source,
            cursor: cursors.find(({ name }) => name === consumer.cursor),
            letters: await tools.countLetters(client, { schema, consumer: consumer.name }),
            log: await logHead(url, model, consumer.source),
          });
        } finally {
          await client.end();
        }
      }
      const told = found.map((one) => ({
        consumer: one.name,
        follows: one.follows,
        epoch: one.cursor?.epoch,
        position: one.cursor?.position ?? 0,
        behind: one.log && Math.max(0, one.log.position - (one.cursor?.position ?? 0)),
        isPaused: one.cursor?.isPaused ?? false,
        worksAt: one.cursor?.isHeld ? one.cursor.holder : undefined,
        ...one.letters,
        trouble: troubleOf(one),
      }));
      terminal.result({ consumers: told }, (paint) => formatConsumers(found, paint));
      return told.some(({ trouble }) => trouble !== undefined) ? 1 : 0;
    });
  },
};
