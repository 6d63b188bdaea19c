import {
  type OperationModel,
  pascalCase,
  type ServiceModel,
  type SystemModel,
} from "../../blueprint/index.js";
import { shapeSchema } from "../../plan/index.js";
import { accessWords, mayRefuse, needsNoToken } from "./access-words.js";
import { always, onlyOnce, ownCodes, tokens, withContent } from "./codes.js";
import { exampleOf } from "./example.js";
import type { OperationObject } from "./openapi-document.js";
import { inputParameter } from "./parameters.js";
import { problems, success } from "./responses.js";

/** One command or query, described. */
export function describeOperation(operation: OperationModel, model: SystemModel): OperationObject {
  const { rule, errors, input, output } = operation;
  const result = shapeSchema(output, "output");
  const hasOutput = Object.keys(output).length > 0;
  const data = hasOutput ? result : { type: "null" };
  const declared = Object.entries(errors).map(([code, { status, description }]) => ({
    code,
    status,
    title: description,
  }));
  const usual = [...tokens(rule), ...(mayRefuse(rule, "run") ? (["ACCESS_DENIED"] as const) : []), ...always];
  const shared = {
    operationId: `${operation.service}${pascalCase(operation.name)}`,
    summary: sentence(operation.name),
    description:
      operation.description ?? `${operation.kind === "command" ? "Runs" : "Asks"} ${operation.name}.`,
    tags: [operation.service],
    security: needsNoToken(rule) ? [{}, { bearer: [] }] : [{ bearer: [] }],
    "x-access": `For ${accessWords(rule)}.`,
  };
  const example = hasOutput ? exampleOf(result) : null;
  if (operation.kind === "query") {
    return {
      ...shared,
      parameters: Object.entries(input)
        .filter(([, { definition }]) => definition.type.kind !== "many")
        .map(([name, { definition }]) => inputParameter(name, definition)),
      responses: {
        "200": success("The result.", data, example),
        ...problems(["PARAMETER_INVALID", ...declared, ...usual]),
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
      ...problems([
        "BODY_MALFORMED",
        "INPUT_INVALID",
        ...withContent,
        ...onlyOnce,
        ...touched(operation.service, model).flatMap(ownCodes),
        ...declared,
        ...usual,
      ]),
    },
  };
}

/** The service, and those that it uses, however far away: whose rows a command may write. */
function touched(name: string, model: SystemModel): readonly ServiceModel[] {
  const found = new Map<string, ServiceModel>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const service = model.services.find((one) => one.name === next);
    if (!service || found.has(next)) continue;
    found.set(next, service);
    waiting.push(...Object.values(service.uses));
  }
  return [...found.values()];
}

/** `placeOrder` to `Place order`. */
function sentence(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
