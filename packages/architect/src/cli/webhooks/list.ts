import type { EndpointReport } from "@lintel/runtime/tools";
import { shown } from "../shown.js";
import { formatTable, grouped } from "../table.js";
import type { Paint } from "../terminal.js";
import type { Verb } from "../verb.js";
import { standingOf, withOfferings } from "./endpoints.js";

/** `lintel webhooks list` */
export const list: Verb = {
  name: "list",
  summary: "Tell how the endpoints of webhooks stand, whomever they belong to.",
  examples: ["lintel webhooks list", "lintel webhooks list --json"],
  declare: (command) =>
    command.option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run(given) {
    const { readHead, reportEndpoints } = await import("@lintel/runtime/tools");
    return withOfferings(given, async (offerings) => {
      const found: Line[] = [];
      for (const { service, client } of offerings) {
        const { position } = await readHead(client, service.schema);
        for (const endpoint of await reportEndpoints(client, service.schema))
          found.push({
            service: service.name,
            ...endpoint,
            behind: Math.max(0, position - endpoint.position),
          });
      }
      given.terminal.result({ endpoints: found }, (paint) => formatEndpoints(found, paint));
      return 0;
    });
  },
};

export interface Line extends EndpointReport {
  readonly service: string;
  /** Entries of the log after its position, whether they are for it or not. */
  readonly behind: number;
}

/** The endpoints as a table. What their owners wrote cannot steer the terminal. */
export function formatEndpoints(lines: readonly Line[], paint: Paint): string {
  if (lines.length === 0) return "No endpoint of webhooks is there.";
  const rows = lines.map((line) => [
    line.id,
    line.service,
    shown(line.owner),
    standingOf(line),
    grouped(line.behind),
    grouped(line.lost),
    shown(line.url),
  ]);
  return formatTable(["ENDPOINT", "SERVICE", "OWNER", "STANDING", "BEHIND", "LOST", "URL"], rows, paint);
}
