import { webhookEntityNames, webhookEvents } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import { blocks, escapeMarkdown, heading, inCode, list, sayList, section, table } from "../../text/index.js";
import { asked } from "../asked.js";
import { sentence } from "../decision-lines.js";
import { listenersOf } from "../system/index.js";

/** What is told instead of asked for: feeds, events, webhooks. */
export function liveSection(architecture: Architecture): string {
  const { model } = architecture;
  const feeds = model.services.flatMap(({ entities }) =>
    entities.filter(({ feed, name }) => feed && !webhookEntityNames.includes(name)),
  );
  const events = model.services.flatMap((service) =>
    service.events
      .filter(({ name }) => !Object.hasOwn(webhookEvents, name))
      .map((event) => [
        inCode(event.type),
        sentence(escapeMarkdown(event.description ?? event.name)),
        event.key === undefined ? "" : inCode(event.key),
        listenersOf(model.services, service, event).join(", "),
      ]),
  );
  const webhooks = model.services.flatMap(({ name, webhooks: own }) =>
    own ? [`${inCode(name)} sends ${sayList(own.events.map(inCode))}, signed, in order, at least once.`] : [],
  );
  return section(
    heading(2, "Events and feeds"),
    blocks(
      asked(architecture, ["experience.live", "integration.webhooks", "integration.notifications"]),
      feeds.length > 0
        ? `Rows of ${sayList(feeds.map(({ name }) => inCode(name)))} can be followed: many views on one WebSocket at \`/feeds\` (subprotocol \`lintel.feed.v1\`), or one entity a connection by Server-Sent Events at ${sayList(feeds.map(({ name }) => inCode(`/feeds/${name}`)))}. Changes come in the order of the commits, each once, and a client that comes back goes on where it was.`
        : undefined,
      table(["Event", "When", "Kept in order by", "Who acts on it"], events),
      list(webhooks),
      feeds.length + events.length > 0
        ? "Events are CloudEvents 1.0. Their fields stand in [asyncapi.json](asyncapi.json)."
        : undefined,
    ),
  );
}
