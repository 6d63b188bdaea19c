import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { JsonSchema } from "../field.js";

/** Compiles a JSON Schema (draft 2020-12) strictly. Gives back why, in words, where it cannot be used. */
export function compileSchema(schema: JsonSchema): ValidateFunction | string {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    addUsedSchema: false,
    formats: fullFormats,
  });
  try {
    return ajv.compile(schema);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
