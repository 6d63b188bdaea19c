import type { EntityModel, RuleData, SystemModel } from "../../blueprint/index.js";
import type { ErrorCode } from "../../errors.js";
import { createSchema, type PlanLimits, rowSchema, updateSchema } from "../../plan/index.js";
import type { Endpoint } from "../route.js";
import { accessWords, asksForTenant, fieldsDeciding, mayRefuse, securityOf } from "./access-words.js";
import {
  always,
  commitHeaders,
  hasUnique,
  inUseCodes,
  onlyOnce,
  tokens,
  waitCodes,
  withContent,
  writeCodes,
} from "./codes.js";
import { exampleOf } from "./example.js";
import type { OperationObject, Ref } from "./openapi-document.js";
import { listParameters, shapeParameters } from "./parameters.js";
import { empty, problems, success, unchangedByStar } from "./responses.js";

type EntityEndpoint = Extract<Endpoint, { entity: EntityModel }>;

const parameter = (name: string): Ref => ({ $ref: `#/components/parameters/${name}` });
const schema = (name: string): Ref => ({ $ref: `#/components/schemas/${name}` });

/** One route of an entity, described. */
export function describeEntityEndpoint(
  endpoint: EntityEndpoint,
  model: SystemModel,
  limits: PlanLimits,
): OperationObject {
  const { entity, kind } = endpoint;
  const { access, title, constant } = entity;
  const rule = access[kind === "list" ? "read" : kind];
  const row = exampleOf(rowSchema(entity));
  const either = { anyOf: [schema(title), schema(`${title}Part`)] };
  const shared = {
    tags: [entity.service],
    security: securityOf(rule),
    "x-access": `For ${accessWords(rule)}.`,
  };
  const notFound = [
    { code: `${constant}_NOT_FOUND`, status: 404, title: "No such row, or none that you may see." },
    "ID_INVALID" as const,
    "ROUTE_NOT_FOUND" as const,
  ];
  const exists = { code: `${constant}_EXISTS`, status: 409, title: "A row with this value exists." };
  const waiting = entity.projection ? [parameter("LintelWait")] : [];
  const commits = commitHeaders(model);
  const usual = [...tokens(rule), ...refusals(entity, kind), ...always];
  switch (kind) {
    case "list":
      return {
        ...shared,
        operationId: `list${title}`,
        summary: `List ${words(entity.table)}`,
        description: entity.description ?? `A page of ${words(entity.table)} that you may see.`,
        parameters: [...listParameters(entity, limits), ...waiting],
        responses: {
          "200": success(
            "A page.",
            { type: "array", items: either, maxItems: limits.pageSize },
            row === undefined ? undefined : [row],
            {
              page: true,
              headers: ["Link"],
            },
          ),
          "304": unchangedByStar,
          ...problems([
            "PARAMETER_INVALID",
            "FILTER_UNSUPPORTED",
            "SORT_UNSUPPORTED",
            "CURSOR_INVALID",
            "HEADER_INVALID",
            "INCLUDE_TOO_DEEP",
            // A list has no ETag, so that If-Match with any but * is never met (RFC 9110, 13.1.1).
            "VERSION_MISMATCH",
            ...waitCodes(entity),
            ...usual,
          ]),
        },
      };
    case "read":
      return {
        ...shared,
        operationId: `read${title}`,
        summary: `Read one of ${words(entity.table)}`,
        description: "The row as it is now, unless it is the one that is known already.",
        parameters: [
          parameter("Id"),
          ...shapeParameters(entity),
          parameter("IfMatch"),
          parameter("IfNoneMatch"),
          ...waiting,
        ],
        responses: {
          "200": success("The row.", either, row, { headers: ["ETag"] }),
          "304": empty("Nothing has changed.", ["ETag"]),
          ...problems([
            "PARAMETER_INVALID",
            "HEADER_INVALID",
            "INCLUDE_TOO_DEEP",
            "VERSION_MISMATCH",
            ...notFound,
            ...waitCodes(entity),
            ...usual,
          ]),
        },
      };
    case "create":
      return {
        ...shared,
        operationId: `create${title}`,
        summary: `Create one of ${words(entity.table)}`,
        description: "With an Idempotency-Key it is made once, however often it is sent.",
        parameters: [parameter("IdempotencyKey")],
        requestBody: {
          required: true,
          content: {
            "application/json": body(schema(`${title}Create`), creationExample(entity)),
          },
        },
        responses: {
          "201": success("The new row.", schema(title), row, {
            headers: ["ETag", "Location", "Idempotency-Replayed", ...commits],
          }),
          ...problems([
            "BODY_MALFORMED",
            "INPUT_INVALID",
            ...withContent,
            ...onlyOnce,
            ...writeCodes(entity),
            // The id may be taken, where clients choose it.
            ...(hasUnique(entity) || !entity.tenant ? [exists] : []),
            ...usual,
          ]),
        },
      };
    case "update":
      return {
        ...shared,
        operationId: `update${title}`,
        summary: `Change one of ${words(entity.table)}`,
        description: "JSON Merge Patch (RFC 7396): what is absent stays, null empties.",
        parameters: [parameter("Id"), parameter("IfMatch")],
        requestBody: {
          required: true,
          content: {
            "application/merge-patch+json": body(schema(`${title}Update`), changeExample(entity)),
            "application/json": body(schema(`${title}Update`), changeExample(entity)),
          },
        },
        responses: {
          "200": success("The row as it is now.", schema(title), row, { headers: ["ETag", ...commits] }),
          ...problems([
            "BODY_MALFORMED",
            "INPUT_INVALID",
            ...withContent,
            "VERSION_MISMATCH",
            ...notFound,
            "CONFLICT",
            ...writeCodes(entity),
            ...(hasUnique(entity) ? [exists] : []),
            ...usual,
          ]),
        },
      };
    case "delete":
      return {
        ...shared,
        operationId: `delete${title}`,
        summary: `Delete one of ${words(entity.table)}`,
        description: entity.softDelete ? "It can be restored." : "It is gone for good.",
        parameters: [parameter("Id"), parameter("IfMatch")],
        responses: {
          "204": empty("It is deleted.", commits),
          ...problems([
            ...withContent,
            "VERSION_MISMATCH",
            ...notFound,
            "CONFLICT",
            ...inUseCodes(entity, model),
            ...usual,
          ]),
        },
      };
    case "restore":
      return {
        ...shared,
        operationId: `restore${title}`,
        summary: `Restore one of ${words(entity.table)}`,
        description: "Undoes the deletion; only a deleted row can be restored.",
        parameters: [parameter("Id"), parameter("IdempotencyKey")],
        responses: {
          "200": success("The row, no longer deleted.", schema(title), row, {
            headers: ["ETag", "Idempotency-Replayed", ...commits],
          }),
          ...problems([
            ...withContent,
            ...notFound,
            ...onlyOnce,
            ...(hasUnique(entity) ? [exists] : []),
            ...usual,
          ]),
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

/** Why somebody with a good token may be turned away: for the act, for reading what is written, for a field. */
function refusals(entity: EntityModel, kind: EntityEndpoint["kind"]): readonly ErrorCode[] {
  const { access, fields } = entity;
  const isRead = kind === "list" || kind === "read";
  const rule = isRead ? access.read : access[kind];
  const isDenied =
    mayRefuse(rule, entity) ||
    (kind !== "create" && mayRefuse(access.read, entity)) ||
    (!isRead && mayRefuseRow(entity, rule, kind));
  const isNarrowed =
    (kind === "create" || kind === "update") && fields.some(({ write }) => write && mayRefuse(write));
  const needsTenant =
    asksForTenant(rule) ||
    (kind === "create" && entity.tenant) ||
    (kind !== "create" && asksForTenant(access.read));
  return [
    ...(isDenied ? (["ACCESS_DENIED"] as const) : []),
    ...(needsTenant ? (["TENANT_REQUIRED"] as const) : []),
    ...(isNarrowed ? (["FIELD_DENIED"] as const) : []),
  ];
}

/** Whether a row can be seen and yet not be written, or not be made what it would become. */
function mayRefuseRow(
  { access, byName, tenant }: EntityModel,
  rule: RuleData,
  kind: EntityEndpoint["kind"],
): boolean {
  // A new row is of the caller's tenant, whatever the rule.
  const deciding = fieldsDeciding(rule).filter((name) => kind !== "create" || name !== tenant?.name);
  if (deciding.length === 0) return false;
  if (kind === "create") return true;
  const isMutable = (name: string) => byName.get(name)?.modifiers.immutable === false;
  if (kind === "update" && deciding.some(isMutable)) return true;
  return JSON.stringify(rule) !== JSON.stringify(access.read);
}

function words(table: string): string {
  return table.replaceAll("_", " ");
}
