import type { LogStatus } from "@lintel/runtime/tools";
import { formatTable, grouped } from "../table.js";
import type { Paint } from "../terminal.js";
import type { Verb } from "../verb.js";

/** `lintel log status` */
export const status: Verb = {
  name: "status",
  summary:
    "Tell how the log of each service stands: positions, what waits, who gives positions, how much is kept.",
  examples: ["lintel log status", "lintel log status --json"],
  declare: (command) =>
    command.option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text }) {
    const { openLogConnection, readLogStatus } = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("../db/with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const found: Line[] = [];
      for (const { name, role, schema, log } of model.services) {
        if (!log) continue;
        const client = await openLogConnection({ url, role, schema, applicationName: "lintel log status" });
        try {
          found.push({ service: name, status: await readLogStatus(client, schema) });
        } finally {
          await client.end();
        }
      }
      terminal.result({ logs: found.map(toJson) }, (paint) => formatLogs(found, paint));
      return found.some(isStuck) ? 1 : 0;
    });
  },
};

export interface Line {
  readonly service: string;
  readonly status: LogStatus;
}

/** Events wait, and nobody gives them positions. */
function isStuck({ status: { isHeld, waiting = 0 } }: Line): boolean {
  return waiting > 0 && !isHeld;
}

function toJson({ service, status: one }: Line) {
  const { epoch, position, firstKept, keptSince, waiting, bytes, isHeld, holder } = one;
  return {
    service,
    epoch,
    position,
    firstKept,
    keptSince,
    waiting,
    sequencer: isHeld ? holder : undefined,
    bytes,
  };
}

/** The logs as a table, and what to do where one stands still. */
export function formatLogs(lines: readonly Line[], paint: Paint): string {
  if (lines.length === 0)
    return "No service has a log. A service has one when it declares an event, or has an entity with `feed: true`.";
  const rows = lines.map(({ service, status: one }) => [
    service,
    grouped(one.position),
    one.waiting === undefined ? "?" : grouped(one.waiting),
    one.isHeld ? (one.holder ?? "") : "nobody",
    `${grouped(one.firstKept)}${one.keptSince ? ` since ${one.keptSince.slice(0, 19)}Z` : ""}`,
    `${(one.bytes / 1_048_576).toFixed(1)} MB`,
    one.epoch,
  ]);
  const stuck = lines.filter(isStuck).map(({ service }) => service);
  return [
    formatTable(["SERVICE", "POSITION", "WAITING", "SEQUENCER", "KEPT FROM", "SIZE", "EPOCH"], rows, paint),
    ...(stuck.length > 0
      ? [
          paint(
            "red",
            `Nobody gives positions to what waits in ${stuck.join(", ")}. Start the service: lintel start`,
          ),
        ]
      : []),
  ].join("\n");
}
