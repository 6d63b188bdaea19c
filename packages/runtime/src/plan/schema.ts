import type { EntityModel, FieldModel, JsonSchema } from "../blueprint/index.js";
import { fieldSchema, mayBeAbsent, objectSchema, type Purpose } from "./field-schema.js";

/** Who gives the values: a client, who knows nothing of private fields, or a command of the service itself. */
export type Audience = "client" | "command";

/** The JSON Schema of a row as it is answered: every field that is not private, or the fields that are named. */
export function rowSchema(entity: EntityModel, fields?: readonly FieldModel[]): JsonSchema {
  const shown = fields ?? entity.fields.filter((field) => !field.modifiers.private);
  return {
    title: entity.title,
    ...(entity.description !== undefined && { description: entity.description }),
    ...objectSchema(
      shown.map((field) => [field.name, rowFieldSchema(field)]),
      shown.map((field) => field.name),
      false,
    ),
  };
}

/** The JSON Schema of what a new row is made from. An id may be given; other fields of Lintel's own may not. */
export function createSchema(
  entity: EntityModel,
  audience: Audience = "client",
  purpose: Purpose = "documents",
): JsonSchema {
  const fields = creatable(entity, audience);
  const required = fields.filter(
    (field) => !field.system && !field.modifiers.tenant && !mayBeAbsent(field.modifiers),
  );
  return {
    title: `${entity.title}Create`,
    ...objectSchema(
      fields.map((field) => [field.name, fieldSchema(field, purpose)]),
      required.map((field) => field.name),
      true,
    ),
  };
}

/**
 * The JSON Schema of a change to a row, a JSON Merge Patch (RFC 7396) on its fields: what is absent stays, null
 * empties an optional field. A list or a JSON value is replaced whole, never merged into what is there.
 */
export function updateSchema(
  entity: EntityModel,
  audience: Audience = "client",
  purpose: Purpose = "documents",
): JsonSchema {
  const fields = changeable(entity, audience);
  return {
    title: `${entity.title}Update`,
    minProperties: 1,
    ...objectSchema(
      fields.map((field) => [field.name, changeSchema(field, purpose)]),
      [],
      true,
    ),
  };
}

/** The fields that a new row may be given. */
export function creatable(entity: EntityModel, audience: Audience): readonly FieldModel[] {
  return entity.fields.filter((field) => isIdGiven(entity, field, audience) || isWritable(field, audience));
}

/** The fields that a change may set. */
export function changeable(entity: EntityModel, audience: Audience): readonly FieldModel[] {
  return entity.fields.filter((field) => isWritable(field, audience) && !field.modifiers.immutable);
}

/** Of rows of a tenant, clients do not choose the id: that it is taken would tell of a row of another tenant. */
function isIdGiven(entity: EntityModel, { name }: FieldModel, audience: Audience): boolean {
  return name === "id" && (audience === "command" || entity.tenant === undefined);
}

function isWritable(field: FieldModel, audience: Audience): boolean {
  if (field.modifiers.tenant) return audience === "command";
  return !field.system && (audience === "command" || !field.modifiers.private);
}

function rowFieldSchema(field: FieldModel): JsonSchema {
  const schema = fieldSchema(field);
  if (!field.system) return schema;
  return { ...schema, readOnly: true, description: systemDescriptions[field.name] ?? schema.description };
}

function changeSchema(field: FieldModel, purpose: Purpose): JsonSchema {
  const { default: _, ...schema } = fieldSchema(field, purpose);
  return schema;
}

const systemDescriptions: { readonly [name: string]: string } = {
  id: "The row's identifier, a UUIDv7.",
  createdAt: "When the row was made, in UTC.",
  updatedAt: "When the row was last changed, in UTC.",
  version: "Counts the writes of the row, from 1.",
  deletedAt: "When the row was deleted, in UTC; null while it is not.",
};
