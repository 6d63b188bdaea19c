import type { EntityModel, RuleData, ServiceModel, SystemModel } from "../../blueprint/index.js";
import type { ErrorCode } from "../../errors.js";
import { needsNoToken } from "./access-words.js";
import type { OwnCode } from "./responses.js";

/** What every route may answer. */
export const always: readonly ErrorCode[] = [
  "HEADER_INVALID",
  "NOT_ACCEPTABLE",
  "RATE_LIMITED",
  "INTERNAL",
  "DATABASE_UNAVAILABLE",
  "IDENTITY_UNAVAILABLE",
  "STATEMENT_TIMEOUT",
  "DEADLINE_EXCEEDED",
  "OVERLOADED",
  "STOPPING",
];

/** What a route may answer whose method can bring content along, whether it reads that or not. */
export const withContent: readonly ErrorCode[] = [
  "BODY_ABORTED",
  "PARAMETER_INVALID",
  "REQUEST_TIMEOUT",
  "BODY_TOO_LARGE",
  "MEDIA_TYPE_UNSUPPORTED",
];

/** What a route that takes an Idempotency-Key may answer. */
export const onlyOnce: readonly ErrorCode[] = [
  "IDEMPOTENCY_KEY_REUSED",
  "IDEMPOTENCY_IN_PROGRESS",
  "CONFLICT",
];

/** What may be wrong with a token, or with having none. */
export function tokens(rule: RuleData): readonly ErrorCode[] {
  const wrong: readonly ErrorCode[] = ["TOKEN_INVALID", "TOKEN_EXPIRED"];
  return needsNoToken(rule) ? wrong : ["TOKEN_MISSING", ...wrong];
}

/** Why the database may refuse a row of the entity, its values being valid one by one. */
export function writeCodes(entity: EntityModel): readonly ErrorCode[] {
  return [
    ...(entity.fields.some(({ type }) => type.kind === "reference")
      ? (["REFERENCE_NOT_FOUND"] as const)
      : []),
    ...(entity.checks.length > 0 ? (["CHECK_FAILED"] as const) : []),
  ];
}

/** Whether a value beside the id can be taken already. */
export function hasUnique(entity: EntityModel): boolean {
  return (
    entity.fields.some(({ modifiers }) => modifiers.unique) || entity.indexes.some(({ unique }) => unique)
  );
}

/**
 * Why a row cannot be deleted as long as others refer to it, or to what would be deleted with it. A row that is softly
 * deleted stays, and so can always be.
 */
export function inUseCodes(entity: EntityModel, model: SystemModel): readonly OwnCode[] {
  if (entity.softDelete) return [];
  const siblings = model.services.find(({ name }) => name === entity.service)?.entities ?? [];
  const gone = new Set([entity]);
  const held = new Set<EntityModel>();
  for (const one of gone)
    for (const sibling of siblings)
      for (const { type } of sibling.fields)
        if (type.kind === "reference" && type.target === one.name) {
          if (type.onDelete === "restrict") held.add(one);
          if (type.onDelete === "cascade") gone.add(sibling);
        }
  return [...held].map(inUse);
}

function inUse({ constant, name }: EntityModel): OwnCode {
  return { code: `${constant}_IN_USE`, status: 409, title: `Other rows refer to the ${name}` };
}

/** What may be answered to a read of a projection, which can be told to wait for a change. */
export function waitCodes({ projection }: EntityModel): readonly ErrorCode[] {
  return projection ? ["COMMIT_INVALID", "COMMIT_OTHER_EPOCH", "PROJECTION_BEHIND"] : [];
}

/** What the database may answer to the commands that write rows of the service. No command writes a projection. */
export function ownCodes(service: ServiceModel): readonly (ErrorCode | OwnCode)[] {
  const written = service.entities.filter(({ projection }) => !projection);
  return written.flatMap((entity) => [
    "CHECK_FAILED" as const,
    ...writeCodes(entity),
    { code: `${entity.constant}_EXISTS`, status: 409, title: `The ${entity.name} exists already` },
    inUse(entity),
  ]);
}

/** Whether answers to writes name what was committed: there is a projection that can be read by it. */
export function tellsCommits({ services }: SystemModel): boolean {
  return services.some(({ entities }) => entities.some(({ projection }) => projection));
}

/** Headers of an answer to a write. */
export function commitHeaders(model: SystemModel): readonly string[] {
  return tellsCommits(model) ? ["Lintel-Commit"] : [];
}
