import type { LogStatus } from "@lintel/runtime/tools";
import { formatTable, grouped } from "../table.js";
import type { Paint } from "../terminal.js";
import type { Verb } from "../verb.js";

/** `lintel log status` */
export const status: Verb = {
  name: "status",
  summary:
    "Tell how the log of each service stands: positions, order, what waits, who gives positions, how much is kept.",
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
function isStuck({ status: { isHeld, waiting } }: Line): boolean {
  return waiting > 0 && !isHeld;
}

function toJson({ service, status: one }: Line) {
  const { epoch, position, firstKept, keptSince, waiting, bytes, isHeld, holder, order, slot } = one;
  return {
    service,
    epoch,
    position,
    firstKept,
    keptSince,
    waiting,
    order,
    slot,
    sequencer: isHeld ? holder : undefined,
    bytes,
  };
}

const columns = [
  "SERVICE",
  "POSITION",
  "WAITING",
  "ORDER",
  "SEQUENCER",
  "KEPT FROM",
  "SIZE",
  "WAL KEPT",
  "EPOCH",
];

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/** The logs as a table, and what to do where one stands still. */
export function formatLogs(lines: readonly Line[], paint: Paint): string {
  if (lines.length === 0)
    return "No service has a log. A service has one when it declares an event, or has an entity with `feed: true`.";
  const rows = lines.map(({ service, status: one }) => [
    service,
    grouped(one.position),
    grouped(one.waiting),
    one.order,
    one.isHeld ? (one.holder ?? "") : "nobody",
    `${grouped(one.firstKept)}${one.keptSince ? ` since ${one.keptSince.slice(0, 19)}Z` : ""}`,
    megabytes(one.bytes),
    one.slot ? `${megabytes(one.slot.bytes)}${one.slot.isRead ? "" : ", unread"}` : "-",
    one.epoch,
  ]);
  const stuck = lines.filter(isStuck).map(({ service }) => service);
  const lost = lines.filter(({ status: { slot } }) => slot?.state === "lost").map(({ service }) => service);
  return [
    formatTable(columns, rows, paint),
    ...(stuck.length > 0
      ? [
          paint(
            "red",
            `Nobody gives positions to what waits in ${stuck.join(", ")}. Start the service: lintel start`,
          ),
        ]
      : []),
    ...(lost.length > 0
      ? [
          paint(
            "yellow",
            `Nothing more can be read from the slot of ${lost.join(", ")}. Nothing is lost: whoever gives positions makes another.`,
          ),
        ]
      : []),
  ].join("\n");
}
