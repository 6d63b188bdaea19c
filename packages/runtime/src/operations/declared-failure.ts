import type { OperationModel } from "../blueprint/index.js";
import { failure, LintelError } from "../errors.js";

/**
 * The `fail` of one operation: ends it with an error that it declares. A code that it does not declare is a
 * mistake of the blueprint's, not of the caller's.
 *
 * @throws the declared code with its declared status, or `INTERNAL`
 */
export function failWith(operation: OperationModel): (code: string, detail?: string) => never {
  return (code, detail) => {
    const declared = Object.hasOwn(operation.errors, code) ? operation.errors[code] : undefined;
    if (!declared)
      throw failure(
        "INTERNAL",
        `${operation.service}.${operation.name} failed with ${JSON.stringify(code)}, which it does not declare.`,
      );
    throw new LintelError("DECLARED", detail ?? declared.description, { as: code, status: declared.status });
  };
}
