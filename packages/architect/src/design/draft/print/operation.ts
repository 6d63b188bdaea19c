import { block, type Code, noted, object, property, sequence, text } from "../../../code/index.js";
import type { OperationSketch } from "../sketch.js";
import type { Used } from "./builders.js";
import { lineComment } from "./comment.js";
import { fieldsCode } from "./field.js";
import { described } from "./literals.js";
import { ruleCode } from "./rule.js";

/** The definition of a command or query, whose body says what it is to do and throws until somebody writes it. */
export function operationCode(operation: OperationSketch, used: Used): Code {
  const { requirement, description, access, acrossTenants, input, output, errors, notes } = operation;
  const thrown = sequence("throw ", `${used.use("notImplemented")}(${text(requirement)})`, ";");
  return object([
    described(description),
    property("access", ruleCode(access, used)),
    ...(acrossTenants === undefined ? [] : [property("acrossTenants", text(acrossTenants))]),
    ...(input.length > 0 ? [property("input", fieldsCode(input, used, 6))] : []),
    ...(output.length > 0 ? [property("output", fieldsCode(output, used, 6))] : []),
    ...(errors.length > 0
      ? [
          property(
            "errors",
            object(
              errors.map(({ code, status, description: says }) =>
                property(code, object([property("status", String(status)), described(says)])),
              ),
            ),
          ),
        ]
      : []),
    sequence("async run() ", block([noted(lineComment([requirement, ...notes], 6), thrown)])),
  ]);
}
