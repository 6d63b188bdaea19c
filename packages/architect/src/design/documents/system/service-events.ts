import type { EventModel, ServiceModel } from "@lintel/runtime/tools";
import { webhookEvents } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  list,
  sayList,
  saySpan,
  section,
  table,
} from "../../text/index.js";
import { sentence } from "../decision-lines.js";

/** What a service tells of what happened in it, and whose events it acts on. */
export function serviceEvents({ model }: Architecture, service: ServiceModel): string {
  const emitted = service.events.filter(({ name }) => !Object.hasOwn(webhookEvents, name));
  return section(
    heading(4, `Events of ${service.name}`),
    blocks(
      table(
        ["It tells", "When", "Kept in order by", "Who acts on it"],
        emitted.map((event) => [
          inCode(event.type),
          sentence(escapeMarkdown(event.description ?? event.name)),
          event.key === undefined ? "" : inCode(event.key),
          listenersOf(model.services, service, event).join(", "),
        ]),
      ),
      list([...service.consumers.map(consumerLine), ...projectionLines(service)]),
      emitted.length > 0 && service.log
        ? `An event is written in the transaction that causes it, and can be read for ${saySpan(service.log.keep / 1_000)}.`
        : undefined,
    ),
  );
}

/** Consumers, projections and webhooks that an event goes to. */
export function listenersOf(
  services: readonly ServiceModel[],
  service: ServiceModel,
  { name }: EventModel,
): readonly string[] {
  const consumers = services.flatMap((one) =>
    one.consumers
      .filter(({ source, events }) => source === service.name && Object.hasOwn(events, name))
      .map((consumer) => `consumer ${inCode(`${one.name}.${consumer.name}`)}`),
  );
  const projections = services.flatMap((one) =>
    one.entities
      .filter(({ projection }) => projection?.source === service.name && projection.events.has(name))
      .map((entity) => `projection ${inCode(`${one.name}.${entity.name}`)}`),
  );
  return [
    ...consumers,
    ...projections,
    ...(service.webhooks?.events.includes(name) ? ["webhooks of integrators"] : []),
  ];
}

function consumerLine({
  name,
  description,
  source,
  events,
  changes,
  retry,
  timeout,
  workers,
}: ServiceModel["consumers"][number]): string {
  const followed = [
    ...Object.keys(events).map((event) => inCode(`${source}.${event}`)),
    ...Object.keys(changes).map((entity) => `changes of ${inCode(`${source}.${entity}`)}`),
  ];
  const what = description === undefined ? "" : ` ${sentence(escapeMarkdown(description))}`;
  return `Acts on ${sayList(followed)}: consumer ${inCode(name)}.${what} Once in effect for each, in order for each key, up to ${workers} keys at a time; an attempt may take ${saySpan(timeout / 1_000)}, and after ${retry.attempts} a person decides.`;
}

function projectionLines({ entities }: ServiceModel): readonly string[] {
  return entities.flatMap(({ name, projection }) => {
    if (!projection) return [];
    const of = [
      ...[...projection.events.keys()].map((event) => inCode(`${projection.source}.${event}`)),
      ...[...projection.changes.keys()].map(
        (entity) => `changes of ${inCode(`${projection.source}.${entity}`)}`,
      ),
    ];
    return [`Derives ${inCode(name)} from ${sayList(of)}; it can be built anew beside what is served.`];
  });
}
