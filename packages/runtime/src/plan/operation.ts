import type { FieldDefinition, OperationModel, Shape } from "../blueprint/index.js";
import { type Fault, failure } from "../errors.js";
import { denied, mayAct } from "./access.js";
import type { PlanContext } from "./context.js";
import { faultsOf } from "./faults.js";
import { shapeSchema } from "./field-schema.js";
import { hostileIn } from "./hostile.js";
import { shapeNormaliser } from "./normalise.js";
import { readParameters, splitValues } from "./parameters.js";
import type { Value } from "./plan.js";
import { compile, type Validate } from "./validator.js";
import { invalidInput, plainObject } from "./values.js";
import { cut } from "./wording.js";

/** What a command or query may run with. */
export interface OperationPlan {
  readonly operation: OperationModel;
  /** Valid, every field present: with its default, or null, where it was left out. */
  readonly input: { readonly [name: string]: Value };
}

interface Reading {
  readonly validate: Validate;
  readonly normalise: ReturnType<typeof shapeNormaliser>;
  readonly names: readonly string[];
}

const kept = new WeakMap<Shape, Reading>();

/**
 * Plans a command, or a query whose input is already JSON. A command without fields takes no body, or `{}`. Throws
 * `TOKEN_MISSING`, `ACCESS_DENIED` and `INPUT_INVALID`.
 */
export function planOperation(
  context: PlanContext,
  operation: OperationModel,
  input: unknown,
): OperationPlan {
  authorise(context, operation);
  const reading = readingOf(operation.input);
  const given = input === undefined && reading.names.length === 0 ? {} : input;
  const what = reading.names.length > 0 ? ` with ${reading.names.join(", ")}` : "";
  const object = plainObject(given, what);
  const faults = check(reading, operation.input, object);
  if (faults.length > 0) throw invalidInput(faults);
  return { operation, input: reading.normalise(object) };
}

/**
 * Plans a query whose input stands in a query string (without its question mark): scalars as they are, lists of
 * scalars with commas, objects and JSON values as JSON. Throws `TOKEN_MISSING`, `ACCESS_DENIED` and
 * `PARAMETER_INVALID`.
 */
export function planQueryInput(
  context: PlanContext,
  operation: OperationModel,
  query: string,
): OperationPlan {
  authorise(context, operation);
  const reading = readingOf(operation.input);
  const object: { [name: string]: unknown } = Object.create(null);
  for (const [name, text] of readParameters(query))
    object[name] = coerced(fieldOf(operation.input, name), text);
  const hostile = hostileIn(object);
  const faults = hostile ? [hostile] : check(reading, operation.input, object);
  if (faults.length === 0) return { operation, input: reading.normalise(object) };
  const errors = faults.map(({ pointer, rule, message }) => ({
    parameter: pointer && cut(pointer.split("/")[1]?.replaceAll("~1", "/").replaceAll("~0", "~") ?? "", 100),
    rule,
    message,
  }));
  throw failure("PARAMETER_INVALID", errors.map((error) => error.message).join(" "), { errors });
}

/** Compiles what the input of a command or query needs, so that the first request does not wait for it. */
export function prepareInput(operation: OperationModel): void {
  readingOf(operation.input);
}

/** Whether the caller may run the command or query. Throws `TOKEN_MISSING` or `ACCESS_DENIED` where not. */
function authorise(context: PlanContext, operation: OperationModel): void {
  if (mayAct(operation.rule, context.actor)) return;
  throw denied(
    operation.rule,
    context.actor,
    `${operation.kind === "command" ? "run" : "ask"} ${operation.name}`,
  );
}

function check(
  reading: Reading,
  shape: Shape,
  object: { readonly [name: string]: unknown },
): readonly Fault[] {
  const errors = reading.validate(object);
  if (errors.length === 0) return [];
  return faultsOf(errors, object, (name) => fieldOf(shape, name), reading.names);
}

function fieldOf(shape: Shape, name: string): FieldDefinition | undefined {
  return Object.hasOwn(shape, name) ? shape[name]?.definition : undefined;
}

/** What the text stands for; the text itself where it stands for nothing, for the validator to refuse. */
function coerced(field: FieldDefinition | undefined, text: string): unknown {
  switch (field?.type.kind) {
    case "integer":
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "json":
    case "object":
      return parsed(text);
    case "list": {
      const { item } = field.type;
      if (item.type.kind === "object" || item.type.kind === "json" || item.type.kind === "list")
        return parsed(text);
      return text === "" ? [] : (splitValues(text)?.map((one) => coerced(item, one)) ?? text);
    }
    default:
      return text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readingOf(shape: Shape): Reading {
  const known = kept.get(shape);
  if (known) return known;
  const made: Reading = {
    validate: compile(shapeSchema(shape, "input", "validation")),
    normalise: shapeNormaliser(shape),
    names: Object.keys(shape),
  };
  kept.set(shape, made);
  return made;
}
