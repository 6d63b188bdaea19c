import type { EventModel } from "@lintel/runtime/tools";
import { blueprintChange } from "./changes.js";
import { documentsNaming, grouped } from "./dependents.js";
import type { Explanation, Ground } from "./explanation.js";

type Told = Omit<Explanation, "subject" | "also">;

/** Of an event. */
export function ofEvent(ground: Ground, id: string): Told {
  const found = ground.model?.services
    .flatMap(({ events }) => events)
    .find((one) => `${one.service}.${one.name}` === id);
  if (!found) throw new RangeError(`There is no event ${JSON.stringify(id)}.`);
  const place = ground.placeOf?.(found.origin);
  return {
    says: [
      ...(found.description ? [found.description] : []),
      `${found.type}, ${found.key ? `in order by ${found.key}` : "without an order of its own"}.${place ? ` It stands at ${place}.` : ""}`,
    ],
    origins: [{ says: `Emitted by commands of ${found.service}.`, requirements: [] }],
    dependents: grouped([
      ["services", listeners(ground, found)],
      ["documents", documentsNaming(ground, [found.name, found.type])],
    ]),
    changes: blueprintChange,
  };
}

function listeners({ model }: Ground, event: EventModel): { readonly id: string; readonly says: string }[] {
  return (model?.services ?? []).flatMap(({ name, consumers, entities, webhooks }) => [
    ...consumers
      .filter(({ source, events }) => source === event.service && Object.hasOwn(events, event.name))
      .map((one) => ({ id: `${name}.${one.name}`, says: "A consumer that does something about it." })),
    ...entities
      .filter(({ projection }) => projection?.source === event.service && projection.events.has(event.name))
      .map((one) => ({ id: `${name}.${one.name}`, says: "Rows that are derived from it." })),
    ...(name === event.service && webhooks?.events.includes(event.name)
      ? [{ id: name, says: "Offers it to others by webhooks." }]
      : []),
  ]);
}

/** Of a consumer. */
export function ofConsumer(ground: Ground, id: string): Told {
  const found = ground.model?.services
    .flatMap(({ consumers }) => consumers)
    .find((one) => `${one.service}.${one.name}` === id);
  if (!found) throw new RangeError(`There is no consumer ${JSON.stringify(id)}.`);
  const handled = [...Object.keys(found.events), ...Object.keys(found.changes)];
  const place = ground.placeOf?.(found.origin);
  return {
    says: [
      ...(found.description ? [found.description] : []),
      `Follows the log of ${found.source}, ${found.workers} entries at a time, and does something about ${handled.join(", ")}.${place ? ` It stands at ${place}.` : ""}`,
    ],
    origins: [{ says: `What happens in ${found.source}.`, requirements: [] }],
    dependents: grouped([["documents", documentsNaming(ground, [found.name])]]),
    changes: blueprintChange,
  };
}
