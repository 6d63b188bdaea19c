import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { FieldType, JsonSchema } from "../blueprint/index.js";
import { readScalar, type TextKind } from "./scalar.js";

/** What is wrong with a value, by the schema; empty when nothing is. */
export type Validate = (value: unknown) => readonly ErrorObject[];

const nothingWrong: readonly ErrorObject[] = Object.freeze([]);
const foreign = new WeakMap<JsonSchema, ValidateFunction>();

const strictly = { strict: true, allErrors: true, ownProperties: true, logger: false } as const;

let theirs: Ajv2020 | undefined;

/**
 * What compiles the user's own schemas of JSON fields. Each stands by itself: its `$id` and `$ref` reach no other. They
 * are not held once more against what a schema may be, which `lintel check` and every start have done: to learn that is
 * more work than all that Lintel itself compiles.
 */
function compilerOfTheirs(): Ajv2020 {
  if (theirs) return theirs;
  theirs = new Ajv2020({
    ...strictly,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    validateSchema: false,
    addUsedSchema: false,
  });
  (formats as unknown as (ajv: Ajv2020) => void)(theirs);
  return theirs;
}

/**
 * Compiles the schemas that Lintel makes, which need not be held against what a schema may be. Formats are for the
 * reader there: `x-kind` does their work, exactly.
 */
const ours = new Ajv2020({
  ...strictly,
  meta: false,
  validateSchema: false,
  allowUnionTypes: true,
  validateFormats: false,
  addUsedSchema: false,
});

ours.addKeyword({
  keyword: "x-kind",
  type: "string",
  schemaType: "object",
  errors: false,
  compile: (type: FieldType) => (text: string) => readScalar(type as TextKind, text) !== undefined,
});

ours.addKeyword({
  keyword: "x-json",
  schemaType: "object",
  errors: "full",
  compile({ schema, orNull }: { schema: JsonSchema; orNull?: boolean }) {
    const inner = compileForeign(schema);
    const check: { (value: unknown, at?: { instancePath: string }): boolean; errors?: ErrorObject[] } = (
      value,
      at,
    ) => {
      if ((orNull && value === null) || inner(value)) return true;
      const base = at?.instancePath ?? "";
      check.errors = (inner.errors ?? []).map((error) => ({
        ...error,
        instancePath: base + error.instancePath,
      }));
      return false;
    };
    return check;
  },
});

/**
 * Compiles a schema made for validation, once: keep what it gives back. Throws `Error` where a user's own schema
 * or pattern is not valid, which `lintel check` finds first.
 */
export function compile(schema: JsonSchema): Validate {
  const validate = ours.compile(schema);
  return (value) => (validate(value) ? nothingWrong : (validate.errors ?? nothingWrong));
}

function compileForeign(schema: JsonSchema): ValidateFunction {
  const known = foreign.get(schema);
  if (known) return known;
  const made = compilerOfTheirs().compile(schema);
  foreign.set(schema, made);
  return made;
}
