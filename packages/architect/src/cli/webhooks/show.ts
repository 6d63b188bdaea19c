import type { DeliveryReport, EndpointReport } from "@lintel/runtime/tools";
import { shown } from "../shown.js";
import { formatTable } from "../table.js";
import type { Paint } from "../terminal.js";
import type { Verb } from "../verb.js";
import { findEndpoint, standingOf, withOfferings } from "./endpoints.js";

/** Attempts that are shown. */
const most = 20;

/** `lintel webhooks show` */
export const show: Verb = {
  name: "show",
  summary: "Tell all of one endpoint, and its last attempts.",
  examples: ["lintel webhooks show 0195d1a0-0000-7000-8000-00000000000a"],
  declare: (command) =>
    command
      .argument("<endpoint>", "its id")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run(given) {
    const { reportDeliveries } = await import("@lintel/runtime/tools");
    return withOfferings(given, async (offerings) => {
      const { service, client, endpoint } = await findEndpoint(offerings, given.arguments[0]);
      const attempts = await reportDeliveries(client, service.schema, endpoint.id, most);
      given.terminal.result({ service: service.name, ...endpoint, deliveries: attempts }, (paint) =>
        formatEndpoint(service.name, endpoint, attempts, paint),
      );
      return 0;
    });
  },
};

/** An endpoint with its attempts, for a person. */
function formatEndpoint(
  service: string,
  endpoint: EndpointReport,
  attempts: readonly DeliveryReport[],
  paint: Paint,
): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["endpoint", endpoint.id],
    ["service", service],
    ["owner", shown(endpoint.owner)],
    ["url", shown(endpoint.url)],
    ["events", endpoint.events.map(shown).join(", ")],
    ["standing", standingOf(endpoint)],
    ["disabled at", endpoint.disabledAt],
    ["failing since", endpoint.failingSince],
    ["next attempt", endpoint.nextAt],
    ["position", String(endpoint.position)],
    ["lost", endpoint.lost > 0 ? String(endpoint.lost) : undefined],
  ];
  const told = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${paint("dim", name.padEnd(14))}${value}`],
  );
  if (attempts.length === 0) return [...told, "", "Nothing was sent to it yet."].join("\n");
  const rows = attempts.map(({ at, message, event, attempt, outcome, status, error, milliseconds }) => [
    at,
    message,
    event,
    String(attempt),
    outcome,
    String(status ?? error ?? ""),
    `${milliseconds} ms`,
  ]);
  const table = formatTable(["AT", "MESSAGE", "EVENT", "ATTEMPT", "OUTCOME", "ANSWER", "TIME"], rows, paint);
  return [...told, "", table].join("\n");
}
