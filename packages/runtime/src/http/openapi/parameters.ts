import type { EntityModel, FieldModel, JsonSchema } from "../../blueprint/index.js";
import {
  comparedType,
  fieldSchema,
  offeredComparisons,
  type PlanLimits,
  type SchemaSource,
  sortableFields,
} from "../../plan/index.js";
import { commitPattern } from "./components.js";
import type { ParameterObject, SchemaObject } from "./openapi-document.js";

/** Characters of anything in the head of a request at most: Node takes no more of all of it. */
const longest = 16_384;

const tags: SchemaObject = {
  type: "string",
  maxLength: longest,
  pattern: '^(\\*|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$',
  examples: ['"3"'],
};

export const sharedParameters: { readonly [name: string]: ParameterObject } = {
  Id: {
    name: "id",
    in: "path",
    required: true,
    description: "The row's id.",
    schema: { type: "string", format: "uuid", maxLength: 36 },
    example: "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17",
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description: "The ETag that was read: it is done only if the row is still that version.",
    schema: tags,
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "The ETag that is known: 304 if nothing has changed.",
    schema: tags,
  },
  LintelWait: {
    name: "Lintel-Wait",
    in: "header",
    description:
      "What Lintel-Commit of an answer said: what is read here has that change in it, or the answer is 503. It is waited for as long as `Prefer: wait=` says, in seconds: 2 unless told, 10 at most.",
    schema: { type: "string", maxLength: 32, pattern: commitPattern },
    example: "9f2c41d07be3.7315",
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "A new value for each new request. Sending the same request again with it has no second effect.",
    schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[!#-~][!-~]*$" },
    example: "8e03978e-40d5-43e8-bc93-6894a57f9324",
  },
};

/** What chooses and shapes the rows of a list. */
export function listParameters(entity: EntityModel, limits: PlanLimits): readonly ParameterObject[] {
  const fields = entity.fields.filter((field) => !field.modifiers.private);
  const sortable = sortableFields(entity, fields).map((field) => field.name);
  return [
    ...fields.flatMap((field) => filterParameters(entity, field)),
    ...shapeParameters(entity),
    {
      ...names("sort", `Descending with a minus: ${sortable.join(", ")}.`, {
        items: { type: "string", enum: sortable.flatMap((name) => [name, `-${name}`]) },
        maxItems: 5,
      }),
      example: [sortable.includes("createdAt") ? "-createdAt" : "id"],
    },
    ...(entity.search
      ? [
          {
            name: "q",
            in: "query" as const,
            description: `Words to find in ${Object.keys(entity.search.weights).join(" and ")}; "..." for a phrase, - to leave out.`,
            schema: { type: "string", maxLength: 500, pattern: "\\S" },
          },
        ]
      : []),
    {
      name: "page[size]",
      in: "query",
      description: "Rows of a page.",
      schema: {
        type: "integer",
        format: "int32",
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
    names("fields", `Only these fields, and id: some of ${fields.join(", ")}.`, {
      items: { type: "string", enum: fields },
      maxItems: 100,
    }),
    ...(relations.length > 0
      ? [
          names(
            "include",
            `Rows that belong to this one, in it: some of ${relations.join(", ")}; a dot goes on from there.`,
            {
              items: {
                type: "string",
                maxLength: longest,
                pattern: `^(${relations.join("|")})([.][A-Za-z][A-Za-z0-9]*)*$`,
              },
              maxItems: 20,
            },
          ),
        ]
      : []),
  ];
}

/** A parameter of a query: scalars as they are, lists of scalars with commas. */
export function inputParameter(name: string, field: SchemaSource): ParameterObject {
  const { modifiers } = field;
  const { description, ...schema } = fieldSchema(
    { type: field.type, modifiers: { ...modifiers, optional: false } },
    "documents",
    "input",
  );
  return {
    name,
    in: "query",
    ...(typeof description === "string" && { description }),
    required: !modifiers.optional && modifiers.default === undefined,
    schema,
    ...(schema.type === "array" && { explode: false }),
  };
}

function filterParameters(entity: EntityModel, field: FieldModel): readonly ParameterObject[] {
  return offeredComparisons(entity, field).map((comparison) => {
    const schema = comparedSchema(comparison, field);
    return {
      name: comparison === "eq" ? `filter[${field.name}]` : `filter[${field.name}][${comparison}]`,
      in: "query",
      description: meaning[comparison],
      ...(field.modifiers.deprecated !== undefined && { deprecated: true }),
      schema,
      ...(schema.type === "array" && { explode: false }),
    };
  });
}

function comparedSchema(comparison: string, field: FieldModel): SchemaObject {
  const { default: _, ...modifiers } = { ...field.modifiers, optional: false, deprecated: undefined };
  switch (comparison) {
    case "isNull":
      return { type: "boolean" };
    case "contains":
    case "startsWith":
      return { type: "string", maxLength: longest };
    case "in":
      return { type: "array", items: asked(comparedType(field.type), modifiers), minItems: 1, maxItems: 100 };
    default:
      return asked(comparedType(field.type), modifiers);
  }
}

/** A text to compare with has no limit but that of the address in which it stands. */
function asked(type: FieldModel["type"], modifiers: FieldModel["modifiers"]): JsonSchema {
  const { description: _, ...schema } = fieldSchema({ type, modifiers });
  return type.kind === "text" ? { ...schema, maxLength: longest } : schema;
}

const meaning: { readonly [comparison: string]: string } = {
  eq: "Equal.",
  ne: "Not equal.",
  lt: "Less.",
  lte: "Less or equal.",
  gt: "Greater.",
  gte: "Greater or equal.",
  in: "One of these; a value with a comma in it stands in double quotes.",
  isNull: "True: empty. False: not empty.",
  startsWith: "Begins with these characters.",
  contains: "Holds these characters, whatever their case.",
};

function names(name: string, description: string, schema: SchemaObject): ParameterObject {
  return {
    name,
    in: "query",
    description: `With commas between them. ${description}`,
    schema: { type: "array", minItems: 1, ...schema },
    explode: false,
  };
}

function cursor(name: string, description: string): ParameterObject {
  return {
    name,
    in: "query",
    description,
    schema: { type: "string", maxLength: 12_000, pattern: "^[A-Za-z0-9_-]+$" },
  };
}
