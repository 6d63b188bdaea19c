import type { ErrorObject } from "ajv/dist/2020.js";
import type { FieldDefinition, FieldModel } from "../blueprint/index.js";
import type { Fault } from "../errors.js";
import { pointerPart } from "./hostile.js";
import { expected, listed, received } from "./wording.js";

/** Finds a field of the input by its name. */
export type FindField = (name: string) => Described | undefined;
type Described = Pick<FieldModel | FieldDefinition, "type" | "modifiers">;

/** Faults in one answer at most. */
const most = 20;

/** What stands at a pointer: its field, as far down as the blueprint knows one, and whether its value may be shown. */
interface Spot {
  readonly value: unknown;
  readonly field?: Described | undefined;
  readonly hidden?: Described | undefined;
}

/**
 * What the validator found, told to the caller: one fault a place, with a JSON pointer, the rule, the value that was
 * received (not that of a private or personal field) and what was expected. `known` are faults found before; their
 * places are not told again. At most 20.
 */
export function faultsOf(
  errors: readonly ErrorObject[],
  input: unknown,
  find: FindField,
  names: readonly string[],
  known: readonly Fault[] = [],
): readonly Fault[] {
  const faults = [...known];
  const places = new Set(known.map((fault) => fault.pointer));
  for (const error of errors) {
    if (faults.length >= most) break;
    const fault = faultOf(error, input, find, names);
    if (places.has(fault.pointer)) continue;
    places.add(fault.pointer);
    faults.push(fault);
  }
  return faults;
}

function faultOf(error: ErrorObject, input: unknown, find: FindField, names: readonly string[]): Fault {
  const pointer = error.instancePath;
  const spot = spotAt(input, pointer, find);
  switch (error.keyword) {
    case "required":
      return missing(pointer, String(error.params.missingProperty), input, find);
    case "additionalProperties":
    case "unevaluatedProperties": {
      const name = String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
      return unknownName(pointer, name, pointer === "" ? names : fieldNames(spot.field));
    }
    case "minProperties":
      if (pointer === "")
        return { pointer, rule: "minProperties", message: "Received no field; expected at least one." };
  }
  return {
    pointer,
    rule: ruleOf(error.keyword),
    message: `Received ${received(spot.value, spot.hidden?.modifiers)}; expected ${wanted(error, spot, names)}.`,
  };
}

/** The fault of a field that the input may not have. */
export function unknownName(pointer: string, name: string, names: readonly string[]): Fault {
  const at = `${pointer}/${pointerPart(name)}`.slice(0, 200);
  const message = `Received the field ${received(name)}; expected only: ${listed(names)}.`;
  return { pointer: at, rule: "unknown", message };
}

function missing(pointer: string, name: string, input: unknown, find: FindField): Fault {
  const place = `${pointer}/${pointerPart(name)}`;
  const { field } = spotAt(input, place, find);
  const what = field ? expected(field.type) : "a value";
  return { pointer: place, rule: "required", message: `Received nothing for "${name}"; expected ${what}.` };
}

function wanted(error: ErrorObject, spot: Spot, names: readonly string[]): string {
  const { field, value } = spot;
  if (!field)
    return error.instancePath === "" ? `an object with ${listed(names)}` : `a value that ${ruleIn(error)}`;
  if (field.type.kind === "json") return `a value that ${ruleIn(error)}`;
  const hint = typeof value === "number" && !spot.hidden && isWrittenAsText(field) ? `: send "${value}"` : "";
  return `${expected(field.type)}${field.modifiers.optional ? ", or null" : ""}${hint}`;
}

function ruleIn(error: ErrorObject): string {
  return error.message?.replace(/^must /, "would ") ?? "satisfies its schema";
}

function isWrittenAsText({ type }: Described): boolean {
  return type.kind === "decimal" || type.kind === "money" || type.kind === "bigint";
}

function ruleOf(keyword: string): string {
  return keyword === "x-kind" ? "format" : keyword === "x-json" ? "schema" : keyword;
}

function fieldNames(field: Described | undefined): readonly string[] {
  if (field?.type.kind === "object") return Object.keys(field.type.shape);
  return field?.type.kind === "list" ? fieldNames(field.type.item) : [];
}

function spotAt(input: unknown, pointer: string, find: FindField): Spot {
  const parts = pointer.split("/").slice(1).map(nameIn);
  let value = input;
  let field: Described | undefined;
  let hidden: Described | undefined;
  parts.forEach((part, depth) => {
    value = memberOf(value, part);
    field = depth === 0 ? find(part) : innerField(field, part);
    if (field?.modifiers.private || field?.modifiers.personal) hidden ??= field;
  });
  return { value, field, hidden };
}

function innerField(field: Described | undefined, part: string): Described | undefined {
  if (field?.type.kind === "json") return field;
  if (field?.type.kind === "list") return field.type.item;
  if (field?.type.kind === "object" && Object.hasOwn(field.type.shape, part))
    return field.type.shape[part]?.definition;
  return undefined;
}

function memberOf(value: unknown, part: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
  return (value as { readonly [name: string]: unknown })[part];
}

function nameIn(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
