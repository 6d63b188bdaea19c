import type { Architecture } from "../../architecture.js";
import type { GraphEdge } from "../diagram.js";
import { serviceId } from "./ids.js";

/** Names of events that stand on one arrow. */
const MOST = 3;

/** Who calls whom, and who follows whose log: once for each pair of services and way. */
export function serviceEdges({ model }: Architecture): readonly GraphEdge[] {
  const names = new Set(model.services.map(({ name }) => name));
  return model.services.flatMap((service) => {
    const followed = new Map<string, Set<string>>();
    const follow = (source: string, what: readonly string[]) => {
      if (source === service.name || !names.has(source)) return;
      followed.set(source, new Set([...(followed.get(source) ?? []), ...what]));
    };
    for (const { source, events, changes } of service.consumers)
      follow(source, [...keysOf(events), ...keysOf(changes).map((entity) => `changes of ${entity}`)]);
    for (const { projection } of service.entities)
      if (projection)
        follow(projection.source, [
          ...projection.events.keys(),
          ...[...projection.changes.keys()].map((entity) => `changes of ${entity}`),
        ]);
    const called = [...new Set(Object.values(service.uses))].filter(
      (name) => name !== service.name && names.has(name),
    );
    return [
      ...called.map((name) => ({ from: serviceId(service.name), to: serviceId(name), text: "calls" })),
      ...[...followed].map(([source, what]) => ({
        from: serviceId(source),
        to: serviceId(service.name),
        text: few([...what]),
        later: true,
      })),
    ];
  });
}

function keysOf(what: unknown): readonly string[] {
  if (what instanceof Map) return [...what.keys()].map(String);
  return typeof what === "object" && what !== null ? Object.keys(what) : [];
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, MOST).join(", ");
  return names.length > MOST ? `${shown} and ${names.length - MOST} more` : shown;
}
