import type { EntityModel } from "../../blueprint/index.js";
import type { ErrorCode } from "../../errors.js";
import { createSchema, type PlanLimits, rowSchema, updateSchema } from "../../plan/index.js";
import type { Endpoint } from "../route.js";
import { accessWords, needsNoToken } from "./access-words.js";
import { exampleOf } from "./example.js";
import type { OperationObject, Ref } from "./openapi-document.js";
import { listParameters, shapeParameters } from "./parameters.js";
import { empty, problems, success } from "./responses.js";

type EntityEndpoint = Extract<Endpoint, { entity: EntityModel }>;

const parameter = (name: string): Ref => ({ $ref: `#/components/parameters/${name}` });
const schema = (name: string): Ref => ({ $ref: `#/components/schemas/${name}` });

/** What every route may answer. */
export const always: readonly ErrorCode[] = [
  "ACCESS_DENIED",
  "RATE_LIMITED",
  "INTERNAL",
  "DATABASE_UNAVAILABLE",
  "NOT_ACCEPTABLE",
];
/** What a route that reads a body may answer. */
export const withBody: readonly ErrorCode[] = [
  "BODY_MALFORMED",
  "INPUT_INVALID",
  "BODY_TOO_LARGE",
  "MEDIA_TYPE_UNSUPPORTED",
  "REQUEST_TIMEOUT",
];
/** What a route that takes an Idempotency-Key may answer. */
export const onlyOnce: readonly ErrorCode[] = [
  "HEADER_INVALID",
  "IDEMPOTENCY_KEY_REUSED",
  "IDEMPOTENCY_IN_PROGRESS",
];

/** One route of an entity, described. */
export function describeEntityEndpoint(endpoint: EntityEndpoint, limits: PlanLimits): OperationObject {
  const { entity, kind } = endpoint;
  const rule = entity.access[kind === "list" ? "read" : kind];
  const row = exampleOf(rowSchema(entity));
  const either = { anyOf: [schema(entity.title), schema(`${entity.title}Part`)] };
  const shared = {
    tags: [entity.service],
    security: needsNoToken(rule) ? [{}, { bearer: [] }] : [{ bearer: [] }],
    "x-access": `For ${accessWords(rule)}.`,
  };
  const notFound = {
    code: `${entity.constant}_NOT_FOUND`,
    status: 404,
    title: "No such row, or none that you may see.",
  };
  const token: readonly ErrorCode[] = ["TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED", ...always];
  const conflicts = [
    { code: `${entity.constant}_EXISTS`, status: 409, title: "A row with this value exists." },
    "CONFLICT" as const,
    "REFERENCE_NOT_FOUND" as const,
    "CHECK_FAILED" as const,
    "FIELD_DENIED" as const,
  ];
  switch (kind) {
    case "list":
      return {
        ...shared,
        operationId: `list${entity.title}`,
        summary: `List ${words(entity.table)}`,
        description: entity.description,
        parameters: listParameters(entity, limits),
        responses: {
          "200": success("A page.", { type: "array", items: either }, row === undefined ? undefined : [row], {
            page: true,
            headers: ["Link"],
          }),
          ...problems([
            "PARAMETER_INVALID",
            "FILTER_UNSUPPORTED",
            "SORT_UNSUPPORTED",
            "CURSOR_INVALID",
            "INCLUDE_TOO_DEEP",
            ...token,
          ]),
        },
      };
    case "read":
      return {
        ...shared,
        operationId: `read${entity.title}`,
        summary: `Read one of ${words(entity.table)}`,
        parameters: [
          parameter("Id"),
          ...shapeParameters(entity),
          parameter("IfMatch"),
          parameter("IfNoneMatch"),
        ],
        responses: {
          "200": success("The row.", either, row, { headers: ["ETag"] }),
          "304": empty("Nothing has changed.", ["ETag"]),
          ...problems([
            "PARAMETER_INVALID",
            "HEADER_INVALID",
            "INCLUDE_TOO_DEEP",
            "VERSION_MISMATCH",
            notFound,
            ...token,
          ]),
        },
      };
    case "create":
      return {
        ...shared,
        operationId: `create${entity.title}`,
        summary: `Create one of ${words(entity.table)}`,
        parameters: [parameter("IdempotencyKey")],
        requestBody: {
          required: true,
          content: {
            "application/json": body(schema(`${entity.title}Create`), creationExample(entity)),
          },
        },
        responses: {
          "201": success("The new row.", schema(entity.title), row, {
            headers: ["ETag", "Location", "Idempotency-Replayed"],
          }),
          ...problems([...withBody, ...onlyOnce, ...conflicts, ...token]),
        },
      };
    case "update":
      return {
        ...shared,
        operationId: `update${entity.title}`,
        summary: `Change one of ${words(entity.table)}`,
        description: "JSON Merge Patch (RFC 7396): what is absent stays, null empties.",
        parameters: [parameter("Id"), parameter("IfMatch")],
        requestBody: {
          required: true,
          content: {
            "application/merge-patch+json": body(schema(`${entity.title}Update`), changeExample(entity)),
            "application/json": body(schema(`${entity.title}Update`), changeExample(entity)),
          },
        },
        responses: {
          "200": success("The row as it is now.", schema(entity.title), row, { headers: ["ETag"] }),
          ...problems([...withBody, "HEADER_INVALID", "VERSION_MISMATCH", notFound, ...conflicts, ...token]),
        },
      };
    case "delete":
      return {
        ...shared,
        operationId: `delete${entity.title}`,
        summary: `Delete one of ${words(entity.table)}`,
        description: entity.softDelete ? "It can be restored." : undefined,
        parameters: [parameter("Id"), parameter("IfMatch")],
        responses: {
          "204": empty("It is deleted."),
          ...problems([
            "HEADER_INVALID",
            "VERSION_MISMATCH",
            notFound,
            { code: `${entity.constant}_IN_USE`, status: 409, title: "Other rows refer to it." },
            ...token,
          ]),
        },
      };
    case "restore":
      return {
        ...shared,
        operationId: `restore${entity.title}`,
        summary: `Restore one of ${words(entity.table)}`,
        parameters: [parameter("Id"), parameter("IdempotencyKey")],
        responses: {
          "200": success("The row, no longer deleted.", schema(entity.title), row, {
            headers: ["ETag", "Idempotency-Replayed"],
          }),
          ...problems([notFound, ...onlyOnce, ...conflicts, ...token]),
        },
      };
  }
}

function body(reference: Ref, example: unknown) {
  return { schema: reference, ...(example !== undefined && { example }) };
}

/** A new row without an id: making ids is Lintel's part. */
function creationExample(entity: EntityModel): unknown {
  const example = exampleOf(createSchema(entity)) as { id?: string } | undefined;
  if (example === undefined) return undefined;
  const { id: _, ...rest } = example;
  return rest;
}

/** One field changed: the first that has an example. */
function changeExample(entity: EntityModel): unknown {
  const example = exampleOf(updateSchema(entity)) as { [name: string]: unknown } | undefined;
  const [first] = Object.entries(example ?? {});
  return first ? { [first[0]]: first[1] } : undefined;
}

function words(table: string): string {
  return table.replaceAll("_", " ");
}
