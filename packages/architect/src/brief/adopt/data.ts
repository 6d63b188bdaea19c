import type { EntityModel, FieldModel, SystemModel } from "@lintel/runtime/tools";
import type { TableRow } from "../answer/value.js";
import { isForClients, isForWebhooks } from "./access.js";
import { enumerated, inSentence, spaced, withArticle } from "./words.js";

/** Entities that somebody thought of: not those which Lintel keeps for itself. */
export function ownEntitiesOf(model: SystemModel): readonly EntityModel[] {
  return model.services.flatMap((service) =>
    service.entities.filter((entity) => !entity.projection && !isForWebhooks(entity, service)),
  );
}

/** What is known of the rows of `data.entities`. What cannot be known (how many there are now, for how long they are kept) is left out. */
export function entityRowsOf(model: SystemModel): readonly TableRow[] {
  return ownEntitiesOf(model).map((entity) => ({
    name: spaced(entity.name),
    holds: inSentence(entity.description ?? enumerated(ownFields(entity).map(({ name }) => spaced(name)))),
    ...(entity.rows === undefined ? {} : { inAYear: { measure: "count" as const, value: entity.rows } }),
    privacy: privacyOf(entity),
  }));
}

/** By its markers and its access rule; whether it is sensitive cannot be known. */
function privacyOf(entity: EntityModel): "public" | "internal" | "personal" {
  const fields = ownFields(entity);
  if (fields.some(({ modifiers }) => modifiers.personal || modifiers.private)) return "personal";
  const { read } = entity.access;
  if (JSON.stringify(read).includes('"owner"')) return "personal";
  return read.kind === "anyone" || read.kind === "when" ? "public" : "internal";
}

/** Rules that the database holds already, one row an entity. */
export function dataRulesOf(model: SystemModel): readonly TableRow[] {
  return ownEntitiesOf(model).flatMap((entity) => {
    const one = spaced(entity.name);
    const lines = [
      ...ownFields(entity).flatMap((field) => bounds(one, field)),
      ...entity.indexes
        .filter(({ unique, where }) => unique && where === undefined)
        .map(
          ({ fields }) =>
            `IF ${withArticle(one)} would have the ${enumerated(fields.map((name) => spaced(name.replace(/^-/, ""))))} of another THEN THE SYSTEM SHALL refuse it`,
        ),
      ...entity.checks.map(({ name }) => `THE SYSTEM SHALL hold each ${one} to the rule "${spaced(name)}"`),
      ...never(one, ownFields(entity)),
    ];
    return lines.length === 0 ? [] : [{ name: one, rule: lines }];
  });
}

function bounds(one: string, { name, type, modifiers }: FieldModel): readonly string[] {
  const field = spaced(name);
  const unique = modifiers.unique
    ? [`IF ${withArticle(one)} would have the ${field} of another THEN THE SYSTEM SHALL refuse it`]
    : [];
  switch (type.kind) {
    case "integer":
    case "bigint":
    case "decimal":
    case "money": {
      const { min, max } = type;
      const said = [
        ...(min === undefined ? [] : [`at least ${min}`]),
        ...(max === undefined ? [] : [`at most ${max}`]),
      ];
      return said.length === 0
        ? unique
        : [...unique, `THE SYSTEM SHALL keep the ${field} of ${withArticle(one)} ${said.join(" and ")}`];
    }
    case "reference":
      return type.onDelete === "restrict"
        ? [
            ...unique,
            `IF ${withArticle(spaced(type.target))} is to be deleted while ${withArticle(one)} refers to it THEN THE SYSTEM SHALL refuse it`,
          ]
        : unique;
    default:
      return unique;
  }
}

function never(one: string, fields: readonly FieldModel[]): readonly string[] {
  const fixed = fields.filter(({ modifiers }) => modifiers.immutable).map(({ name }) => spaced(name));
  return fixed.length === 0
    ? []
    : [`THE SYSTEM SHALL never change the ${enumerated(fixed)} of ${withArticle(one)}`];
}

function ownFields(entity: EntityModel): readonly FieldModel[] {
  return entity.fields.filter(({ system }) => !system);
}

/** Cases that commands have an answer for: what they refuse because of how things stand. */
export function edgeCasesOf(model: SystemModel): readonly TableRow[] {
  return model.services.flatMap(({ commands }) =>
    commands
      .filter(({ own, rule }) => !own && isForClients(rule))
      .flatMap((command) =>
        Object.entries(command.errors)
          .filter(([, { status }]) => status === 409)
          .map(([code, { description }]) => ({
            name: `${spaced(command.name)}: ${code}`,
            situation: inSentence(description),
            outcome: [
              `IF "${spaced(command.name)}" cannot be done (${inSentence(description)}) THEN THE SYSTEM SHALL refuse it with status 409 and code ${code}, and change nothing`,
            ],
          })),
      ),
  );
}
