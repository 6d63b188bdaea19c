import type { Actor, EntityModel, FieldModel } from "../blueprint/index.js";
import { type Fault, failure, type LintelError } from "../errors.js";
import { mayAct } from "./access.js";
import { faultsOf, unknownName } from "./faults.js";
import { hostileIn, pointerPart } from "./hostile.js";
import { type Normalise, normaliser } from "./normalise.js";
import type { Value, Values } from "./plan.js";
import { isReadable } from "./readable.js";
import { type Audience, changeable, creatable, createSchema, updateSchema } from "./schema.js";
import { compile, type Validate } from "./validator.js";
import { received } from "./wording.js";

/** What is done with the values: a new row is made of them, or a row is changed. */
export type Writing = "create" | "update";

/** How values for an entity are read: compiled once for each kind of writing and audience. */
interface Reading {
  readonly validate: Validate;
  readonly fields: ReadonlyMap<string, { readonly field: FieldModel; readonly normalise: Normalise }>;
  readonly names: readonly string[];
  /** What an input has to be, for whoever sends something else. */
  readonly expected: string;
}

const kept = new WeakMap<EntityModel, Map<string, Reading>>();

/**
 * The values that a client gives for a row: valid, each in the one spelling of its kind, and none that this caller
 * may not set. Throws `INPUT_INVALID` with a fault a place, and `FIELD_DENIED` for fields that the caller sees but
 * may not set; a field that the caller neither sees nor sets is refused like an unknown one.
 */
export function clientValues(entity: EntityModel, writing: Writing, input: unknown, actor: Actor): Values {
  const reading = readingOf(entity, writing, "client");
  const object = objectIn(input, reading);
  const names = [...reading.fields.values()]
    .filter(({ field }) => maySet(field, actor))
    .map(({ field }) => field.name);
  const denied: Fault[] = [];
  const known: Fault[] = [];
  for (const name of Object.keys(object)) {
    const fault = refusal(entity, reading, name, actor, names);
    if (fault) (fault.rule === "denied" ? denied : known).push(fault);
  }
  if (denied.length > 0) {
    throw failure("FIELD_DENIED", denied.map((fault) => fault.message).join(" "), { errors: denied });
  }
  return valuesIn(object, reading, names, known.slice(0, 20));
}

/** The values that a command of the service gives for a row: the same checks, but private fields are fields, no rule narrows, and `undefined` is absent. */
export function commandValues(entity: EntityModel, writing: Writing, input: unknown): Values {
  const reading = readingOf(entity, writing, "command");
  return valuesIn(withoutUndefined(objectIn(input, reading)), reading, reading.names, []);
}

/** The object's own values in a plain one of its own, of which the validator sees nothing inherited. */
function withoutUndefined(object: { readonly [name: string]: unknown }): {
  readonly [name: string]: unknown;
} {
  if (!Object.values(object).includes(undefined)) return { ...object };
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** What compiles what the writes of an entity need, piece by piece, so that the first request does not wait for it. */
export function prepareValues(entity: EntityModel): readonly (() => void)[] {
  return (["create", "update"] as const).flatMap((writing) =>
    (["client", "command"] as const).map((audience) => () => void readingOf(entity, writing, audience)),
  );
}

/** `INPUT_INVALID` with these faults. */
export function invalidInput(faults: readonly Fault[]): LintelError {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  const place = first?.pointer ? `${first.pointer}: ` : "";
  return failure("INPUT_INVALID", `${place}${first?.message ?? "The input is not valid."}${more}`, {
    errors: faults,
  });
}

/** The input as an object free of what nothing here can hold. Throws `INPUT_INVALID`. */
export function plainObject(input: unknown, what: string): { readonly [name: string]: unknown } {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw invalidInput([
      { pointer: "", rule: "type", message: `Received ${received(input)}; expected an object${what}.` },
    ]);
  }
  const hostile = hostileIn(input);
  if (hostile) throw invalidInput([hostile]);
  return input as { readonly [name: string]: unknown };
}

function objectIn(input: unknown, reading: Reading): { readonly [name: string]: unknown } {
  return plainObject(input, reading.expected);
}

function valuesIn(
  object: { readonly [name: string]: unknown },
  reading: Reading,
  names: readonly string[],
  known: readonly Fault[],
): Values {
  const errors = reading.validate(object);
  if (errors.length > 0 || known.length > 0) {
    throw invalidInput(faultsOf(errors, object, (name) => reading.fields.get(name)?.field, names, known));
  }
  const values = new Map<FieldModel, Value>();
  for (const [name, value] of Object.entries(object)) {
    const entry = reading.fields.get(name);
    if (entry && value !== undefined) values.set(entry.field, entry.normalise(value));
  }
  return values;
}

/** Why a field may not be given, better told than the schema could; undefined for one that may. */
function refusal(
  entity: EntityModel,
  reading: Reading,
  name: string,
  actor: Actor,
  names: readonly string[],
): Fault | undefined {
  const pointer = `/${pointerPart(name)}`;
  const field = entity.byName.get(name);
  if (!field || field.modifiers.private) return unknownName("", name, names);
  if (!maySet(field, actor)) {
    if (!isReadable(field, actor)) return unknownName("", name, names);
    return { pointer, rule: "denied", message: `This caller may not set "${name}".` };
  }
  if (reading.fields.has(name)) return undefined;
  if (field.modifiers.tenant)
    return {
      pointer,
      rule: "readOnly",
      message: `Received "${name}", which is the caller's tenant; leave it out.`,
    };
  return field.system
    ? { pointer, rule: "readOnly", message: `Received "${name}", which Lintel keeps itself; leave it out.` }
    : { pointer, rule: "immutable", message: `Received "${name}", which never changes; leave it out.` };
}

function maySet(field: FieldModel, actor: Actor): boolean {
  return !field.write || mayAct(field.write, actor);
}

function readingOf(entity: EntityModel, writing: Writing, audience: Audience): Reading {
  let readings = kept.get(entity);
  if (!readings) {
    readings = new Map();
    kept.set(entity, readings);
  }
  const key = `${writing} ${audience}`;
  let reading = readings.get(key);
  if (!reading) {
    const fields = writing === "create" ? creatable(entity, audience) : changeable(entity, audience);
    const schema = writing === "create" ? createSchema : updateSchema;
    const names = fields.map(({ name }) => name);
    reading = {
      names,
      expected: ` with ${names.join(", ")}`,
      validate: compile(schema(entity, audience, "validation")),
      fields: new Map(fields.map((field) => [field.name, { field, normalise: normaliser(field.type) }])),
    };
    readings.set(key, reading);
  }
  return reading;
}
