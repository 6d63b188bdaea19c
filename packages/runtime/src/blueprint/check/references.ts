import { circles } from "./circles.js";
import { nameInstead } from "./closest-name.js";
import type { Survey, SurveyedEntity, SurveyedField } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

interface Relation {
  readonly entity: SurveyedEntity;
  readonly field: SurveyedField;
  readonly target: string;
  /** The entities of the same service. */
  readonly near: ReadonlyMap<string, SurveyedEntity>;
}

function* relations({ services }: Survey, kind: "reference" | "many"): Generator<Relation> {
  for (const service of services) {
    for (const entity of service.entities.values()) {
      for (const field of entity.fields) {
        if (field.type.kind !== kind || !("target" in field.type)) continue;
        yield { entity, field, target: field.type.target, near: service.entities };
      }
    }
  }
}

/** The entity of another service that a name stands for: `product` or `catalog.product`. */
function elsewhere({ entities }: Survey, service: string, target: string): SurveyedEntity | undefined {
  const others = entities.filter((entity) => entity.service !== service);
  return (
    others.find(({ service, name }) => `${service}.${name}` === target) ??
    others.find(({ name }) => name === target)
  );
}

function* missing(survey: Survey, kind: "reference" | "many") {
  for (const { entity, field, target, near } of relations(survey, kind)) {
    if (near.has(target) || elsewhere(survey, entity.service, target)) continue;
    yield found(field, target, nameInstead(target, near.keys()));
  }
}

/** How rows refer to rows. */
export const referenceChecks: readonly SystemCheck[] = [
  {
    code: "REFERENCE_TARGET_UNKNOWN",
    severity: "error",
    rule: "A reference names an entity of the same service.",
    find: (survey) => missing(survey, "reference"),
  },
  {
    code: "REFERENCE_CROSSES_SERVICES",
    severity: "error",
    rule: "A reference stays within its service, for no service reads or locks the tables of another.",
    *find(survey) {
      for (const { entity, field, target, near } of relations(survey, "reference")) {
        const other = near.has(target) ? undefined : elsewhere(survey, entity.service, target);
        if (!other) continue;
        yield found(
          field,
          target,
          `Write id("${other.service}.${other.name}") and ask that service in a command.`,
        );
      }
    },
  },
  {
    code: "MANY_TARGET_UNKNOWN",
    severity: "error",
    rule: "many() names an entity of the same service.",
    *find(survey) {
      yield* missing(survey, "many");
      for (const { entity, field, target, near } of relations(survey, "many")) {
        if (near.has(target) || !elsewhere(survey, entity.service, target)) continue;
        yield found(field, target, "Take it out: rows of another service are read from that service.");
      }
    },
  },
  {
    code: "MANY_BY_UNKNOWN",
    severity: "error",
    rule: "many() names a field of the entity at the other end.",
    *find(survey) {
      for (const { field, target, near } of relations(survey, "many")) {
        const names = near.get(target)?.byName;
        if (!names || field.type.kind !== "many" || names.has(field.type.by)) continue;
        yield found(field, field.type.by, nameInstead(field.type.by, names.keys()));
      }
    },
  },
  {
    code: "MANY_BY_NOT_A_REFERENCE",
    severity: "error",
    rule: "The field that many() names refers to this entity.",
    *find(survey) {
      for (const { entity, field, target, near } of relations(survey, "many")) {
        const by = field.type.kind === "many" ? near.get(target)?.byName.get(field.type.by) : undefined;
        if (!by || (by.type.kind === "reference" && by.type.target === entity.name)) continue;
        yield found(
          field,
          by.name,
          `Make ${target}.${by.name} a reference("${entity.name}"), or name another field.`,
        );
      }
    },
  },
  {
    code: "SET_NULL_ON_REQUIRED",
    severity: "error",
    rule: 'A reference with onDelete "set null" is optional.',
    *find(survey) {
      for (const { field } of relations(survey, "reference")) {
        if (field.type.kind !== "reference" || field.type.onDelete !== "set null" || field.modifiers.optional)
          continue;
        yield found(field, "set null", 'Add .optional(), or write onDelete: "restrict" or "cascade".');
      }
    },
  },
  {
    code: "ON_DELETE_UNKNOWN",
    severity: "error",
    rule: "onDelete is restrict, cascade or set null.",
    *find(survey) {
      const known: readonly string[] = ["restrict", "cascade", "set null"];
      for (const { field } of relations(survey, "reference")) {
        const said: string = field.type.kind === "reference" ? field.type.onDelete : "restrict";
        if (!known.includes(said)) yield found(field, said, nameInstead(String(said), known));
      }
    },
  },
  {
    code: "REFERENCE_CIRCLE",
    severity: "error",
    rule: "Required references make no circle, or no row could ever be the first.",
    *find(survey) {
      for (const service of survey.services) {
        const needs = new Map(
          [...service.entities.values()].map((entity) => [
            entity.name,
            entity.fields.flatMap(({ type, modifiers }) =>
              type.kind === "reference" && !modifiers.optional ? [type.target] : [],
            ),
          ]),
        );
        for (const circle of circles(needs)) {
          const entity = service.entities.get(circle[0] ?? "");
          const field = entity?.fields.find(
            ({ type }) => type.kind === "reference" && type.target === circle[1],
          );
          if (field) yield found(field, circle.join(" -> "), "Make one reference of the circle optional.");
        }
      }
    },
  },
  {
    code: "ID_TARGET_UNKNOWN",
    severity: "error",
    rule: 'id("...") names an entity that there is: of this service by name, of another as "service.entity".',
    *find({ services, entities, fields }) {
      const names = entities.map(({ service, name }) => `${service}.${name}`);
      for (const field of fields) {
        const target = field.type.kind === "uuid" ? field.type.identifies : undefined;
        if (target === undefined || names.includes(target)) continue;
        const service = services.find(({ name }) => field.path.startsWith(`${name}.`));
        if (service?.entities.has(target)) continue;
        yield found(field, target, nameInstead(target, [...names, ...(service?.entities.keys() ?? [])]));
      }
    },
  },
];
