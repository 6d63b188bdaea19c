import { type OperationModel, reachOf } from "../blueprint/index.js";
import { planContext, planOperation } from "../plan/index.js";
import type { Transaction } from "../postgres/index.js";
import { enveloped } from "./envelope.js";
import type { Answer } from "./exchange.js";
import { bodyOf, onlyOnce } from "./only-once.js";
import { callOf } from "./operation-call.js";
import type { HttpOptions } from "./options.js";
import type { Route } from "./route.js";

/** POST of a command: 200 with its output, null where it declares none. One transaction, the key's row included. */
export function runCommand(options: HttpOptions, operation: OperationModel): Route["answer"] {
  const { plan: settings, database, operations } = options;
  const service = database.service(operation.service);
  const takesNothing = Object.keys(operation.input).length === 0;
  return async (exchange, sent) => {
    const body = takesNothing && !sent.body?.length ? {} : bodyOf(sent);
    const { input } = planOperation(planContext(settings, exchange.actor), operation, body);
    const call = callOf(exchange, input, options);
    const run = async (transaction: Transaction): Promise<Answer> => {
      const output = await operations.runCommand(operation, call, transaction);
      const once = operation.givenOnce && { ...(output as object), ...nothingOf(operation.givenOnce) };
      return {
        status: 200,
        headers: ["content-type", "application/json", "cache-control", "no-store"],
        body: enveloped(JSON.stringify(output ?? null), exchange),
        keep: once && enveloped(JSON.stringify(once), exchange),
      };
    };
    const reach = reachOf(exchange.actor.tenant, operation.acrossTenants);
    return onlyOnce(exchange, sent, service, options, run, { timeout: operation.statementTimeout, reach });
  };
}

function nothingOf(names: readonly string[]): { readonly [name: string]: null } {
  return Object.fromEntries(names.map((name) => [name, null]));
}
