import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { comparisonsOf, fieldSchema, isSortable, type PlanLimits } from "../../plan/index.js";
import type { ParameterObject, SchemaObject } from "./openapi-document.js";

export const sharedParameters: { readonly [name: string]: ParameterObject } = {
  Id: {
    name: "id",
    in: "path",
    required: true,
    description: "The row's id.",
    schema: { type: "string", format: "uuid" },
    example: "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17",
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description: "The ETag that was read: it is done only if the row is still that version.",
    schema: { type: "string" },
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "The ETag that is known: 304 if nothing has changed.",
    schema: { type: "string" },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "A new value for each new request. Sending the same request again with it has no second effect.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
    example: "8e03978e-40d5-43e8-bc93-6894a57f9324",
  },
};

/** What chooses and shapes the rows of a list. */
export function listParameters(entity: EntityModel, limits: PlanLimits): readonly ParameterObject[] {
  const fields = entity.fields.filter((field) => !field.modifiers.private);
  const sortable = fields.filter(isSortable).map((field) => field.name);
  return [
    ...fields.flatMap(filterParameters),
    ...shapeParameters(entity),
    {
      name: "sort",
      in: "query",
      description: `Fields with commas between them, descending with a minus: ${sortable.join(", ")}.`,
      schema: { type: "string" },
      example: sortable.includes("createdAt") ? "-createdAt" : "id",
    },
    ...(entity.search
      ? [
          {
            name: "q",
            in: "query" as const,
            description: `Words to find in ${Object.keys(entity.search.weights).join(" and ")}; "..." for a phrase, - to leave out.`,
            schema: { type: "string", maxLength: 500 },
          },
        ]
      : []),
    {
      name: "page[size]",
      in: "query",
      description: "Rows of a page.",
      schema: {
        type: "integer",
        minimum: 1,
        maximum: limits.pageSize,
        default: Math.min(20, limits.pageSize),
      },
    },
    cursor("page[after]", "`meta.page.next` of an answer: what comes after."),
    cursor("page[before]", "`meta.page.prev` of an answer: what came before."),
  ];
}

/** Which parts of a row, and what beside it. */
export function shapeParameters(entity: EntityModel): readonly ParameterObject[] {
  const fields = entity.fields.filter((field) => !field.modifiers.private).map((field) => field.name);
  const relations = [...entity.relations.keys()];
  return [
    {
      name: "fields",
      in: "query",
      description: `Only these fields, and id: some of ${fields.join(", ")}.`,
      schema: { type: "string" },
    },
    ...(relations.length > 0
      ? [
          {
            name: "include",
            in: "query" as const,
            description: `Rows that belong to this one, in it: some of ${relations.join(", ")}; a dot goes on from there.`,
            schema: { type: "string" },
          },
        ]
      : []),
  ];
}

function filterParameters(field: FieldModel): readonly ParameterObject[] {
  const {
    description: _,
    default: __,
    ...schema
  } = fieldSchema({ type: field.type, modifiers: asked(field) });
  return comparisonsOf(field.type).map((comparison) => ({
    name: comparison === "eq" ? `filter[${field.name}]` : `filter[${field.name}][${comparison}]`,
    in: "query",
    description: meaning[comparison],
    ...(field.modifiers.deprecated !== undefined && { deprecated: true }),
    schema: comparedSchema(comparison, schema),
  }));
}

function asked(field: FieldModel): FieldModel["modifiers"] {
  return { ...field.modifiers, optional: false };
}

function comparedSchema(comparison: string, schema: SchemaObject): SchemaObject {
  if (comparison === "isNull") return { type: "boolean" };
  if (comparison === "in")
    return { type: "string", description: "Values with commas between them, 100 at most." };
  if (comparison === "contains" || comparison === "startsWith") return { type: "string", minLength: 1 };
  return schema;
}

const meaning: { readonly [comparison: string]: string } = {
  eq: "Equal.",
  ne: "Not equal.",
  lt: "Less.",
  lte: "Less or equal.",
  gt: "Greater.",
  gte: "Greater or equal.",
  in: "One of these.",
  isNull: "True: empty. False: not empty.",
  startsWith: "Begins with these characters.",
  contains: "Holds these characters, whatever their case.",
};

function cursor(name: string, description: string): ParameterObject {
  return { name, in: "query", description, schema: { type: "string" } };
}
