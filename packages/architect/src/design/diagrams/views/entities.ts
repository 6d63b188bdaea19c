import type { EntityModel, FieldModel, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import type { EntityDiagram } from "../diagram.js";
import { typeWords } from "./type-words.js";

type Entity = EntityDiagram["entities"][number];
type Relation = EntityDiagram["relations"][number];

/** Tables of the overview that have a box each; with more of them, each service has one that lists them. */
const MOST = 60;

/** The tables of a service with their fields, and those of other services that they name, without theirs. */
export function serviceEntities(service: ServiceModel, model: SystemModel): EntityDiagram {
  const relations = relationsOf(service, model);
  const own = new Set(service.entities.map((entity) => entityId(service.name, entity.name)));
  const others = [...new Set(relations.map(({ to }) => to))].filter((id) => !own.has(id));
  return {
    title: `Tables of ${service.name}`,
    entities: [
      ...service.entities.map((entity) => ({
        id: entityId(service.name, entity.name),
        title: entity.name,
        fields: entity.fields.filter(isShown).map((field) => fieldOf(field, entity)),
      })),
      ...others.map((id): Entity => ({ id, title: id, fields: [] })),
    ],
    relations,
    notes: [
      "Each table has createdAt, updatedAt and version too, which Lintel keeps. PK: primary key. FK: refers to a row. UK: unique. ?: may be empty.",
      ...(others.length > 0
        ? ["Dashed: the id of a row of another service, which PostgreSQL does not hold to be there."]
        : []),
    ],
  };
}

/** All tables of all services, without their fields. */
export function allEntities(model: SystemModel): EntityDiagram {
  const title = `Tables of ${model.name}`;
  const relations = model.services.flatMap((service) => relationsOf(service, model));
  const count = model.services.reduce((sum, { entities }) => sum + entities.length, 0);
  if (count > MOST) return byService(model, title, relations);
  return {
    title,
    groups: model.services.map(({ name }) => ({ id: name, title: name })),
    entities: model.services.flatMap((service) =>
      service.entities.map(({ name }) => ({
        id: entityId(service.name, name),
        title: name,
        group: service.name,
        fields: [],
      })),
    ),
    relations: merged(relations),
    notes: ["Dashed: the id of a row of another service, which PostgreSQL does not hold to be there."],
  };
}

/** With very many tables: a box for each service that lists its tables, and who names rows of whom. */
function byService(model: SystemModel, title: string, relations: readonly Relation[]): EntityDiagram {
  const serviceOf = (id: string) => id.split(".")[0] ?? id;
  const between = relations
    .map((one) => ({ ...one, from: serviceOf(one.from), to: serviceOf(one.to) }))
    .filter(({ from, to }) => from !== to);
  return {
    title,
    entities: model.services.map(({ name, entities }) => ({
      id: name,
      title: name,
      fields: entities.map((entity) => ({
        name: entity.name,
        type: `${entity.fields.filter(isShown).length} fields`,
      })),
    })),
    relations: merged(between),
    notes: ["A box is a service with its tables. Dashed: one names rows of the other by their ids."],
  };
}

/** One line for all that leads from one to the other. */
function merged(relations: readonly Relation[]): readonly Relation[] {
  const found = new Map<string, Relation>();
  for (const one of relations) {
    const key = `${one.from} ${one.to}`;
    const before = found.get(key);
    found.set(
      key,
      before
        ? { ...before, field: "", optional: before.optional === true && one.optional === true }
        : { ...one, field: "" },
    );
  }
  return [...found.values()];
}

function relationsOf(service: ServiceModel, model: SystemModel): readonly Relation[] {
  const known = new Set(
    model.services.flatMap(({ name, entities }) => entities.map((entity) => entityId(name, entity.name))),
  );
  return service.entities.flatMap((entity) =>
    entity.fields.filter(isShown).flatMap(({ name, type, modifiers }) => {
      const target = targetOf(type, service.name);
      if (target === undefined || !known.has(target)) return [];
      return [
        {
          from: entityId(service.name, entity.name),
          to: target,
          field: name,
          optional: modifiers.optional,
          unique: modifiers.unique,
          loose: type.kind === "uuid",
        },
      ];
    }),
  );
}

function targetOf(type: FieldModel["type"], service: string): string | undefined {
  if (type.kind === "reference") return entityId(service, type.target);
  if (type.kind !== "uuid" || type.identifies === undefined) return undefined;
  return type.identifies.includes(".") ? type.identifies : entityId(service, type.identifies);
}

function entityId(service: string, entity: string): string {
  return `${service}.${entity}`;
}

/** All but what Lintel keeps of every row, and what has no column. */
function isShown({ name, system, type }: FieldModel): boolean {
  return (!system || name === "id") && type.kind !== "many";
}

function fieldOf({ name, type, modifiers }: FieldModel, entity: EntityModel): Entity["fields"][number] {
  const key =
    name === "id"
      ? "primary"
      : type.kind === "reference"
        ? "foreign"
        : modifiers.unique || entity.projection?.key === name
          ? "unique"
          : undefined;
  return {
    name,
    type: typeWords(type),
    ...(key && { key }),
    ...(modifiers.optional && { optional: true }),
  };
}
