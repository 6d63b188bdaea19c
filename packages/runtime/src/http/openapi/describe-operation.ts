import {
  type Actor,
  type OperationModel,
  pascalCase,
  type ServiceModel,
  type SystemModel,
} from "../../blueprint/index.js";
import { mayAct, shapeSchema } from "../../plan/index.js";
import { accessWords, mayRefuse, securityOf } from "./access-words.js";
import { always, commitHeaders, onlyOnce, ownCodes, tokens, withContent } from "./codes.js";
import { exampleOf } from "./example.js";
import type { OperationObject } from "./openapi-document.js";
import { inputParameter } from "./parameters.js";
import { type OwnCode, problems, success, unchangedByStar } from "./responses.js";

/** One command or query, described. */
export function describeOperation(operation: OperationModel, model: SystemModel): OperationObject {
  const { rule, input, output } = operation;
  const declared = declaredBy(operation, model);
  const result = shapeSchema(output, "output");
  const hasOutput = Object.keys(output).length > 0;
  const data = hasOutput ? result : { type: "null" };
  const usual = [
    ...tokens(rule),
    ...(mayRefuse(rule) ? (["ACCESS_DENIED"] as const) : []),
    ...(model.tenants && operation.kind === "command" ? (["TENANT_REQUIRED"] as const) : []),
    ...always,
  ];
  const shared = {
    operationId: `${operation.service}${pascalCase(operation.name)}`,
    summary: sentence(operation.name),
    description:
      operation.description ?? `${operation.kind === "command" ? "Runs" : "Asks"} ${operation.name}.`,
    tags: [operation.service],
    security: securityOf(rule),
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
        "304": unchangedByStar,
        ...problems(["PARAMETER_INVALID", "HEADER_INVALID", "VERSION_MISMATCH", ...declared, ...usual]),
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
      "200": success("It is done.", data, example, {
        headers: ["Idempotency-Replayed", ...commitHeaders(model)],
      }),
      ...problems([
        "BODY_MALFORMED",
        "INPUT_INVALID",
        ...withContent,
        ...onlyOnce,
        ...touched(operation.service, model).flatMap(ownCodes),
        ...declared,
        ...(emits(operation.service, model) ? (["EVENT_INVALID"] as const) : []),
        ...usual,
      ]),
    },
  };
}

/** Whether a command of the service, or one that it calls, may emit an event. */
function emits(name: string, model: SystemModel): boolean {
  const reached = new Set([name]);
  for (const one of reached) {
    const uses = model.services.find((service) => service.name === one)?.uses ?? {};
    for (const used of Object.values(uses)) reached.add(used);
  }
  return model.services.some((service) => reached.has(service.name) && service.events.length > 0);
}

/** What the operation declares, and what the commands declare that it may call: their errors come out as they are. */
function declaredBy(operation: OperationModel, model: SystemModel): readonly OwnCode[] {
  const found = new Set([operation]);
  for (const one of found) {
    const caller: Actor = { kind: "service", id: one.service, roles: [] };
    const used = Object.values(model.services.find(({ name }) => name === one.service)?.uses ?? {});
    for (const service of model.services)
      if (one.kind === "command" && used.includes(service.name))
        for (const command of service.commands) if (mayAct(command.rule, caller)) found.add(command);
  }
  return [...found]
    .reverse()
    .flatMap(({ errors }) =>
      Object.entries(errors).map(([code, { status, description }]) => ({ code, status, title: description })),
    );
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
