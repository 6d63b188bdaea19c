import type { OperationModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import { compile, shapeSchema } from "../plan/index.js";
import { declaredOutput } from "./declared-output.js";

/**
 * What leaves an operation: the fields that its output declares and nothing else, valid by the declared types.
 * Undefined where it declares none, whatever it gave back.
 *
 * @throws `INTERNAL` for an output that is not what was declared: the mistake is the operation's.
 */
export function checkedOutput(operation: OperationModel): (value: unknown) => unknown {
  if (Object.keys(operation.output).length === 0) return () => undefined;
  const pick = declaredOutput(operation);
  const validate = compile(shapeSchema(operation.output, "output", "validation"));
  return (value) => {
    const output = pick(value);
    const errors = validate(output);
    if (errors.length === 0) return output;
    const where = errors.map(({ instancePath, message }) => `${instancePath || "/"} ${message}`).join("; ");
    throw failure(
      "INTERNAL",
      `${operation.service}.${operation.name} gave back what it does not declare: ${where}`,
    );
  };
}
