import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { JsonSchema } from "../field.js";

const strictly = { strict: true, allowUnionTypes: true, addUsedSchema: false, formats: fullFormats } as const;
let judge: Ajv2020 | undefined;

/** Compiles a JSON Schema (draft 2020-12) strictly. Gives back why, in words, where it cannot be used. */
export function compileSchema(schema: JsonSchema): ValidateFunction | string {
  try {
    // One for all says whether it is a schema, which it has to learn once; each is compiled apart, so that no `$id` in
    // it is known to another.
    judge ??= new Ajv2020(strictly);
    judge.validateSchema(schema, true);
    return new Ajv2020({ ...strictly, validateSchema: false }).compile(schema);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
