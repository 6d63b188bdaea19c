import type { EntityModel, FieldModel, ServiceModel } from "../blueprint/index.js";
import { type Fault, failure, LintelError } from "../errors.js";
import { deniedMark } from "./compile/write.js";
import { ConnectionLost, sqlStateOf } from "./connection/lost.js";
import type { ConstraintFact, FindConstraint } from "./constraint.js";

/** The fields of PostgreSQL's error message (55.8) that a failure is made from. */
interface PostgresError extends Error {
  readonly detail?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  /** The function of PostgreSQL's that reports it; the same in every language. */
  readonly routine?: string;
}

/** What was asked of the database when it failed; a foreign key breaks from two sides. */
export type Intent = "read" | "write" | "delete";

const later = { "retry-after": "1" };

/**
 * The failure of the catalogue for an error of PostgreSQL or of its connection. What a client's data can cause is
 * never a 5xx; no detail holds SQL or names a private field. What is a failure of the catalogue already stays as it is.
 * `limit` is how many milliseconds the statement was given.
 *
 * `ENTITY_EXISTS`, `ENTITY_IN_USE`, `REFERENCE_NOT_FOUND`, `CHECK_FAILED`, `INPUT_INVALID`, `PARAMETER_INVALID`, `ACCESS_DENIED`,
 * `CONFLICT`, `STATEMENT_TIMEOUT`, `DATABASE_UNAVAILABLE`, and `INTERNAL` for what is a mistake in a blueprint's SQL.
 */
export async function translateError(
  error: unknown,
  service: ServiceModel,
  find: FindConstraint,
  intent: Intent = "write",
  limit?: number,
): Promise<LintelError> {
  if (error instanceof LintelError) return error;
  if (error instanceof ConnectionLost) return unavailable(error);
  const state = sqlStateOf(error);
  if (state === undefined) return failure("INTERNAL", "The database could not be asked.", { cause: error });
  const postgres = error as PostgresError;
  if (state === "22P02" && postgres.message.includes(deniedMark)) {
    return failure("ACCESS_DENIED", "The row, as it would become, is not one that you may write.", {
      cause: error,
    });
  }
  if (state === "42501" && postgres.routine === "ExecWithCheckOptions") {
    return failure("ACCESS_DENIED", "The row, as it would become, is not one that you may write.", {
      cause: error,
    });
  }
  return (
    (await brokenConstraint(state, postgres, service, find, intent)) ??
    byState(state, postgres, service, limit)
  );
}

/** `DATABASE_UNAVAILABLE`, to be tried again after a second. */
export function unavailable(cause: unknown): LintelError {
  return failure("DATABASE_UNAVAILABLE", "The database does not answer at the moment.", {
    headers: later,
    cause,
  });
}

/** `STATEMENT_TIMEOUT` for statements of which each was in time, and all together were not. */
export function outOfTime(limit: number): LintelError {
  const message = `The statements of this request did not finish within the ${limit} ms that they may take together; ask for fewer relations or a smaller page, or try again later.`;
  return failure("STATEMENT_TIMEOUT", message, { headers: later });
}

/** True for what may go well when the whole transaction is done again: 40001 and 40P01. */
export function isCollision(error: unknown): boolean {
  const state = sqlStateOf(error instanceof LintelError ? error.cause : error);
  return state === "40001" || state === "40P01";
}

function byState(state: string, error: PostgresError, service: ServiceModel, limit?: number): LintelError {
  const options = { cause: error };
  if (state === "23502") {
    const field = fieldOf(entityOf(service, error), error.column ?? "");
    const errors = field && [fault(field, "required", "Expected a value; received none.")];
    return failure("INPUT_INVALID", "A value is missing that the row needs.", { ...options, errors });
  }
  if (state === "22021" || state === "22P05") {
    return failure("INPUT_INVALID", "A text holds a character that cannot be stored, such as NUL.", options);
  }
  if (state === "XX000" && error.routine === "pushOpStack") {
    const message = "Received words to search for with too many signs in a row; expected fewer.";
    return failure("PARAMETER_INVALID", message, {
      ...options,
      errors: [{ parameter: "q", rule: "search", message }],
    });
  }
  if (state.startsWith("22") || state.startsWith("54")) {
    return failure(
      "INPUT_INVALID",
      "A value does not fit its field: too large, too long or malformed.",
      options,
    );
  }
  // 26000: the statement in front, which should have prepared this one, was ended before it could, and again each time.
  if (state === "57014" || state === "25P03" || state === "25P04" || state === "26000") {
    const most = limit ? `the ${limit} ms that it may take here` : "the time that it may take";
    const message = `A statement of this request did not finish within ${most}; ask for less, or try again later.`;
    return failure("STATEMENT_TIMEOUT", message, { ...options, headers: later });
  }
  if (state === "40001" || state === "40P01" || state === "55P03" || state === "40003") {
    return failure("CONFLICT", "Another change to the same rows was under way.", options);
  }
  if (state.startsWith("53") || state.startsWith("08") || state.startsWith("57P")) return unavailable(error);
  return failure("INTERNAL", `The database refused a statement (SQLSTATE ${state}).`, options);
}

async function brokenConstraint(
  state: string,
  error: PostgresError,
  service: ServiceModel,
  find: FindConstraint,
  intent: Intent,
): Promise<LintelError | undefined> {
  if (!["23505", "23503", "23001", "23514", "23P01"].includes(state)) return undefined;
  const { schema, table, constraint } = error;
  const entity = entityOf(service, error);
  const fact = schema && table && constraint ? await find(schema, table, constraint) : undefined;
  const concerned = entity ? withoutTenant(entity, fieldsOf(entity, fact)) : [];
  const fields = concerned.filter((field) => !field.modifiers.private);
  if (state === "23514") return checkFailed(error, entity, fields);
  if (state === "23505" || state === "23P01") return exists(error, entity, fields);
  return state === "23001" || refersFromElsewhere(error, fact, intent)
    ? inUse(error, service, entity, concerned)
    : referenceMissing(error, fields);
}

function exists(error: PostgresError, entity: EntityModel | undefined, fields: readonly FieldModel[]) {
  const names = fields.map((field) => field.name).join(" and ");
  return failure(
    "ENTITY_EXISTS",
    `A ${entity?.name ?? "row"} with this ${names || "value"} exists already.`,
    {
      as: entity && `${entity.constant}_EXISTS`,
      errors: fields.map((field) => fault(field, "unique", "Expected a value that no other row has.")),
      cause: error,
    },
  );
}

function referenceMissing(error: PostgresError, fields: readonly FieldModel[]) {
  const names = fields.map((field) => field.name).join(" and ");
  return failure("REFERENCE_NOT_FOUND", `The row that ${names || "a field"} refers to does not exist.`, {
    errors: fields.map((field) => fault(field, "reference", "Expected the id of a row that exists.")),
    cause: error,
  });
}

function inUse(
  error: PostgresError,
  service: ServiceModel,
  referring: EntityModel | undefined,
  fields: readonly FieldModel[],
) {
  const targets = fields.flatMap(({ type }) => (type.kind === "reference" ? [type.target] : []));
  const referred = service.entities.find((entity) => entity.name === targets[0]);
  const who = referring ? `A ${referring.name} refers` : "Other rows refer";
  return failure("ENTITY_IN_USE", `${who} to this ${referred?.name ?? "row"}.`, {
    as: referred && `${referred.constant}_IN_USE`,
    cause: error,
  });
}

function checkFailed(
  error: PostgresError,
  entity: EntityModel | undefined,
  fields: readonly FieldModel[],
): LintelError {
  const { table = "", constraint = "" } = error;
  const check = entity?.checks.find(({ name }) => constraint === `${table}_${name}_check`);
  const rule = check?.name ?? constraint;
  const names = fields.map((field) => field.name).join(", ");
  return failure(
    "CHECK_FAILED",
    `The row would break the rule "${rule}"${names ? `, which is about ${names}` : ""}.`,
    {
      errors: fields.map((field) => fault(field, rule, `Expected values that satisfy the rule "${rule}".`)),
      cause: error,
    },
  );
}

/** PostgreSQL names the columns of the referring row where a reference dangles, of the other where it is in use. */
function refersFromElsewhere(
  error: PostgresError,
  fact: ConstraintFact | undefined,
  intent: Intent,
): boolean {
  const named = error.detail?.match(/\((.*?)\)=\(/)?.[1];
  if (named === undefined || !fact) return intent === "delete";
  return named.replaceAll('"', "") !== fact.columns.join(", ");
}

function entityOf(service: ServiceModel, { schema, table }: PostgresError): EntityModel | undefined {
  return service.entities.find((entity) => entity.schema === schema && entity.table === table);
}

function fieldOf(entity: EntityModel | undefined, column: string): FieldModel | undefined {
  return entity?.fields.find((field) => field.column === column && !field.modifiers.private);
}

function fieldsOf(entity: EntityModel, fact: ConstraintFact | undefined): readonly FieldModel[] {
  const words = new Set(fact?.columns.flatMap((text) => text.match(/[a-z0-9_]+/gi) ?? []));
  return entity.fields.filter((field) => words.has(field.column) && field.name !== "deletedAt");
}

/** The tenant stands in front of what is unique and what refers, and is not what the caller gave. */
function withoutTenant({ tenant }: EntityModel, fields: readonly FieldModel[]): readonly FieldModel[] {
  return fields.length > 1 ? fields.filter((field) => field !== tenant) : fields;
}

function fault(field: FieldModel, rule: string, message: string): Fault {
  return { pointer: `/${field.name}`, rule, message };
}
