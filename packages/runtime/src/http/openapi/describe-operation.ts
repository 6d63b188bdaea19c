import type { OperationModel } from "../../blueprint/index.js";
import { pascalCase } from "../../blueprint/index.js";
import { fieldSchema, shapeSchema } from "../../plan/index.js";
import { accessWords, needsNoToken } from "./access-words.js";
import { always, onlyOnce, withBody } from "./describe-entity.js";
import { exampleOf } from "./example.js";
import type { OperationObject, ParameterObject } from "./openapi-document.js";
import { problems, success } from "./responses.js";

/** One command or query, described. */
export function describeOperation(operation: OperationModel): OperationObject {
  const { rule, errors, input, output } = operation;
  const result = shapeSchema(output, "output");
  const hasOutput = Object.keys(output).length > 0;
  const data = hasOutput ? result : { type: "null" };
  const declared = Object.entries(errors).map(([code, { status, description }]) => ({
    code,
    status,
    title: description,
  }));
  const token = ["TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED", ...always] as const;
  const shared = {
    operationId: `${operation.service}${pascalCase(operation.name)}`,
    summary: sentence(operation.name),
    description: operation.description,
    tags: [operation.service],
    security: needsNoToken(rule) ? [{}, { bearer: [] }] : [{ bearer: [] }],
    "x-access": `For ${accessWords(rule)}.`,
  };
  const example = hasOutput ? exampleOf(result) : null;
  if (operation.kind === "query") {
    return {
      ...shared,
      parameters: Object.entries(input).map(([name, { definition }]): ParameterObject => {
        const { modifiers } = definition;
        const { description, ...schema } = fieldSchema(
          { type: definition.type, modifiers: { ...modifiers, optional: false } },
          "documents",
          "input",
        );
        return {
          name,
          in: "query",
          ...(typeof description === "string" && { description }),
          required: !modifiers.optional && modifiers.default === undefined,
          schema,
        };
      }),
      responses: {
        "200": success("The result.", data, example),
        ...problems(["PARAMETER_INVALID", "INPUT_INVALID", ...declared, ...token]),
      },
    };
  }
  const taken = shapeSchema(input, "input");
  const sent = exampleOf(taken);
  return {
    ...shared,
    parameters: [{ $ref: "#/components/parameters/IdempotencyKey" }],
    requestBody: {
      required: Object.keys(input).length > 0,
      content: { "application/json": { schema: taken, ...(sent !== undefined && { example: sent }) } },
    },
    responses: {
      "200": success("It is done.", data, example, { headers: ["Idempotency-Replayed"] }),
      ...problems([...withBody, ...onlyOnce, "CONFLICT", ...declared, ...token]),
    },
  };
}

/** `placeOrder` to `Place order`. */
function sentence(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
