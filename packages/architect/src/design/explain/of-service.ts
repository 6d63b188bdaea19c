import type { ServiceModel } from "@lintel/runtime/tools";
import { blueprintChange } from "./changes.js";
import { documentsNaming, grouped, rounded } from "./dependents.js";
import type { Change, Explanation, Ground } from "./explanation.js";
import { isSameName } from "./plain.js";
import { sourcesOf } from "./sources.js";

/** Of a service, in the blueprint or as the design cuts it. */
export function ofService(ground: Ground, name: string): Omit<Explanation, "subject" | "also"> {
  const { model, cut, capacity, decisions = [] } = ground;
  const service = model?.services.find((one) => one.name === name);
  const meant = cut?.services.find((one) => isSameName(one.name, name));
  const from = [
    ...(meant?.entities ?? []).flatMap((one) => one.from),
    ...(meant?.features ?? []).map(({ id }) => id),
  ];
  const figures = capacity?.services.find((one) => one.service === name);
  return {
    says: [
      ...(service ? inBlueprint(ground, service) : ["The design has it; the blueprint does not."]),
      ...(meant
        ? [`${meant.does.replace(/\.+$/, "")}. ${meant.because}`]
        : ["The brief leads to no such service: the blueprint alone has it."]),
    ],
    origins: sourcesOf(ground, from),
    dependents: grouped([
      ["services", (model?.services ?? []).flatMap((other) => dependenceOf(other, name))],
      [
        "entities",
        (service?.entities ?? []).map((one) => ({
          id: `${name}.${one.name}`,
          says: one.description ?? `Table ${one.schema}.${one.table}.`,
        })),
      ],
      [
        "operations",
        [...(service?.commands ?? []), ...(service?.queries ?? [])].map((one) => ({
          id: `${name}.${one.name}`,
          says: one.description ?? one.path,
        })),
      ],
      [
        "events",
        (service?.events ?? []).map((one) => ({
          id: `${name}.${one.name}`,
          says: one.description ?? one.type,
        })),
      ],
      [
        "workflows",
        (cut?.workflows ?? [])
          .filter(({ services }) => meant && services.includes(meant.name))
          .map(({ feature, owner }) => ({
            id: feature.id,
            says: `${feature.name}${owner === meant?.name ? ", which begins here" : ""}.`,
          })),
      ],
      [
        "decisions",
        decisions
          .filter(({ subject }) => subject !== undefined && (subject === name || subject === meant?.name))
          .map((one) => ({ id: `${one.id} ${one.subject}`, says: one.title })),
      ],
      [
        "capacity",
        figures
          ? [
              {
                id: name,
                says: `${rounded(figures.requests)} requests a second at the most, ${figures.instances} instances, ${figures.pool} connections of each.`,
              },
            ]
          : [],
      ],
      ["documents", documentsNaming(ground, [name])],
    ]),
    changes: [cutAnew, ...blueprintChange],
  };
}

const cutAnew: Change = {
  says: "Other entities or features in the brief, or another decision on how the system is cut.",
  from: [],
  command: "lintel explain style",
};

function inBlueprint(
  { placeOf }: Ground,
  { schema, entities, commands, queries, events }: ServiceModel,
): readonly string[] {
  const place = entities[0] && placeOf?.(entities[0].origin);
  const counts = [
    `${entities.length} entities`,
    `${commands.length} commands`,
    `${queries.length} queries`,
    `${events.length} events`,
  ];
  return [
    `In the blueprint with ${counts.join(", ")}; its tables lie in the schema ${schema}.${place ? ` Its first entity stands at ${place}.` : ""}`,
  ];
}

function dependenceOf(
  other: ServiceModel,
  name: string,
): readonly { readonly id: string; readonly says: string }[] {
  const calls = Object.values(other.uses).includes(name);
  const follows = other.consumers
    .filter(({ source }) => source === name && other.name !== name)
    .map((one) => one.name);
  const derives = other.entities
    .filter(({ projection }) => projection?.source === name && other.name !== name)
    .map((one) => one.name);
  const says = [
    ...(calls ? ["calls its commands"] : []),
    ...(follows.length > 0 ? [`follows its log (${follows.join(", ")})`] : []),
    ...(derives.length > 0 ? [`derives rows from its log (${derives.join(", ")})`] : []),
  ];
  return says.length === 0 ? [] : [{ id: other.name, says: `It ${says.join(", ")}.` }];
}
