import { accessWords, type EntityModel } from "@lintel/runtime/tools";
import { saySize, saySpan } from "../text/index.js";
import { answersOf, blueprintChange } from "./changes.js";
import { dependentsOn, documentsNaming, grouped, merged, rounded, turningPoints } from "./dependents.js";
import type { Explanation, Ground } from "./explanation.js";
import { isSameName } from "./plain.js";
import { sourcesOf } from "./sources.js";

/** Of an entity, in the blueprint or as the brief names it. */
export function ofEntity(ground: Ground, id: string): Omit<Explanation, "subject" | "also"> {
  const { model, needs, capacity } = ground;
  const entity = model?.services
    .flatMap(({ entities }) => entities)
    .find((one) => `${one.service}.${one.name}` === id);
  const need = needs.entities.find(({ name }) =>
    entity ? isSameName(name, entity.name) || isSameName(name, entity.table) : name === id,
  );
  const table =
    entity && capacity?.tables.find((one) => one.service === entity.service && one.entity === entity.name);
  const requirements = need?.from ?? [];
  return {
    says: [
      ...(need ? [`${need.holds}: ${rowsOf(need)}`] : []),
      ...(entity ? tableLines(ground, entity) : ["The blueprint has no such entity yet."]),
      ...(table
        ? [
            `${saySize(table.bytes.now)} now and ${saySize(table.bytes.inAYear)} in a year, ${rounded(table.rowBytes)} bytes a row, without its ${table.indexes.length === 1 ? "index" : `${table.indexes.length} indexes`}.`,
          ]
        : []),
    ],
    origins: need
      ? sourcesOf(ground, requirements, [need.name]).map((source) => ({
          ...source,
          says: `The brief keeps it: ${need.holds}`,
        }))
      : [
          {
            says: entity?.projection
              ? `Derived from the log of ${entity.projection.source}.`
              : "The brief does not name it: the blueprint alone has it.",
            requirements: [],
          },
        ],
    dependents: merged([
      ...grouped([
        ["entities", entity ? referring(ground, entity) : []],
        ["operations", entity ? followers(ground, entity) : []],
        [
          "documents",
          documentsNaming(ground, entity ? [entity.name, entity.table, ...(need ? [need.name] : [])] : [id]),
        ],
      ]),
      ...dependentsOn(ground, requirements).filter(({ kind }) => kind !== "entities" && kind !== "documents"),
    ]),
    changes: [
      ...answersOf(ground, requirements),
      ...(entity ? blueprintChange : []),
      ...turningPoints(ground, requirements),
    ],
  };
}

function rowsOf({ now, inAYear, privacy, keptFor }: Ground["needs"]["entities"][number]): string {
  const span = keptFor === undefined ? "as long as it is there" : saySpan(keptFor);
  return `${rounded(now)} rows now, ${rounded(inAYear)} in a year; ${privacy}; kept for ${span}.`;
}

function tableLines({ placeOf }: Ground, entity: EntityModel): readonly string[] {
  const { service, schema, table, fields, indexes, search, path, access, origin, softDelete, feed } = entity;
  const place = placeOf?.(origin);
  const also = [
    ...(softDelete ? ["softly deleted"] : []),
    ...(feed ? ["a feed"] : []),
    ...(search ? ["searched"] : []),
  ];
  return [
    `Table ${schema}.${table} of the service ${service}, at ${path}: ${fields.length} columns, ${indexes.length} indexes of its own${also.length > 0 ? `; ${also.join(", ")}` : ""}.${place ? ` It stands at ${place}.` : ""}`,
    `Read by ${accessWords(access.read)}; created by ${accessWords(access.create)}; changed by ${accessWords(access.update)}.`,
  ];
}

function referring({ model }: Ground, entity: EntityModel): { readonly id: string; readonly says: string }[] {
  return (model?.services ?? []).flatMap(({ entities }) =>
    entities.flatMap((other) =>
      [...other.relations.values()]
        .filter(
          ({ cardinality, target }) =>
            cardinality === "one" && other.service === entity.service && target === entity.name,
        )
        .map(({ field }) => ({ id: `${other.service}.${other.name}`, says: `Refers to it by ${field}.` })),
    ),
  );
}

/** Consumers and projections that do something when its rows change. */
function followers({ model }: Ground, entity: EntityModel): { readonly id: string; readonly says: string }[] {
  return (model?.services ?? []).flatMap(({ name, consumers, entities }) => [
    ...consumers
      .filter(({ source, changes }) => source === entity.service && Object.hasOwn(changes, entity.name))
      .map((one) => ({ id: `${name}.${one.name}`, says: "Does something when a row changes." })),
    ...entities
      .filter(
        ({ projection }) => projection?.source === entity.service && projection.changes.has(entity.name),
      )
      .map((one) => ({ id: `${name}.${one.name}`, says: "Is derived from its changes." })),
  ]);
}
