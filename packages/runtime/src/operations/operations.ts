import { randomBytes } from "node:crypto";
import {
  type Actor,
  type ConsumerModel,
  type OperationModel,
  reachOf,
  type ServiceModel,
  type SystemModel,
  type TraceHeaders,
} from "../blueprint/index.js";
import type { Facts } from "../facts.js";
import { type PlanSettings, planContext, planEvent, planOperation } from "../plan/index.js";
import type { Delivery } from "../postgres/consumers/index.js";
import type { Database, Transaction } from "../postgres/index.js";
import { checkedOutput } from "./checked-output.js";
import { failWith } from "./declared-failure.js";
import { causeOfEntry, entryRules } from "./entry-context.js";
import { inTurn } from "./in-turn.js";
import { type Asking, fetchFor, type Tracing, traceHeaders } from "./outgoing.js";

/** Who asks for an operation, and with what. */
export interface OperationCall extends Asking {
  readonly actor: Actor;
  /** Valid by the operation's shape, with defaults filled in: what the plan gave. */
  readonly input: unknown;
  /** The moment at which the request began, RFC 3339. */
  readonly now: string;
}

/** Runs the rules of the user's. Whether the caller may, and whether the input is valid, the plan has said before. */
export interface Operations {
  /**
   * Runs a command in the transaction, the calls that it makes into other services included. Gives back its output,
   * as declared; undefined where it declares none. Whatever it throws comes out as it is, so that the transaction
   * is undone and can be tried again where the database asks for that.
   *
   * @throws a declared error of the command or of one that it calls; `INTERNAL` for an output or a code that is not
   * declared; whatever the command throws
   */
  runCommand(operation: OperationModel, call: OperationCall, transaction: Transaction): Promise<unknown>;
  /** Runs a query in a read-only transaction of its own. The same holds as for a command. */
  runQuery(operation: OperationModel, call: OperationCall): Promise<unknown>;
  /**
   * Runs the rule of a consumer for an entry of the log that it follows, in a transaction of the consumer's service. What it calls is
   * called by that service. Whatever it throws comes out as it is.
   */
  runConsumer(
    consumer: ConsumerModel,
    entry: Delivery,
    attempt: number,
    transaction: Transaction,
  ): Promise<void>;
}

type CallTo = (input: unknown) => Promise<unknown>;
type Calls = { readonly [alias: string]: { readonly [command: string]: CallTo } };

type Emits = { readonly [event: string]: (data: unknown) => void };

const emitsNothing: Emits = Object.freeze({});

type Run = (context: never) => Promise<unknown>;

interface Prepared {
  readonly run: (context: object) => Promise<unknown>;
  readonly fail: (code: string, detail?: string) => never;
  readonly check: (value: unknown) => unknown;
}

/** Makes ready every operation of a system. */
export function createOperations(options: {
  readonly model: SystemModel;
  readonly plan: PlanSettings;
  readonly database: Database;
  readonly facts: Facts;
  readonly tracing: Tracing;
  /** What commands of Lintel's own do, by service and name. They are given the transaction itself besides. */
  readonly own?: { readonly [service: string]: { readonly [command: string]: Run } } | undefined;
}): Operations {
  const { model, plan, database, facts, tracing, own = {} } = options;
  const services = new Map(model.services.map((service) => [service.name, service]));
  const prepared = new Map(
    model.services
      .flatMap((service) => [...service.commands, ...service.queries])
      .map((operation) => [operation, prepare(operation, own[operation.service]?.[operation.name])]),
  );
  const rulesOf = new Map(
    model.services
      .flatMap(({ consumers }) => consumers)
      .map((consumer) => {
        const source = sourceOf(model, consumer);
        const [read, cause] = [entryRules(consumer, source), causeOfEntry(consumer.service, source)];
        return [consumer, { read, cause }] as const;
      }),
  );
  const partsOf = (operation: OperationModel): Prepared => {
    const found = prepared.get(operation);
    if (found) return found;
    throw new TypeError(
      `${operation.service}.${operation.name} is no operation of the system "${model.name}".`,
    );
  };

  /** The commands that a service may call, as functions, all on the one transaction and one after another. */
  const callsOf = (caller: string, call: OperationCall, transaction: Transaction): Calls => {
    const turn = inTurn();
    const { tenant } = call.actor;
    const actor: Actor = Object.freeze({ kind: "service", id: caller, roles: Object.freeze([]), tenant });
    const callTo =
      (target: OperationModel): CallTo =>
      (input) =>
        turn(async () => {
          const planned = planOperation(planContext(plan, actor), target, input);
          return transaction.as(
            target.service,
            (inner) => operations.runCommand(target, { ...call, actor, input: planned.input }, inner),
            reachOf(tenant, target.acrossTenants),
          );
        });
    return Object.fromEntries(
      Object.entries(services.get(caller)?.uses ?? {}).map(([alias, name]) => [
        alias,
        Object.fromEntries(
          (services.get(name)?.commands ?? []).map((target) => [target.name, callTo(target)]),
        ),
      ]),
    );
  };

  /**
   * The events of a service, as functions. Data that is not as declared is refused at once, so that nobody need wait to
   * learn of it; what breaks later breaks the transaction.
   */
  const emitsOf = (service: string, transaction: Transaction): Emits => {
    const events = services.get(service)?.events ?? [];
    if (events.length === 0) return emitsNothing;
    return Object.fromEntries(
      events.map((event) => [event.name, (data: unknown) => transaction.emit(planEvent(event, data))]),
    );
  };

  /** What a command and a query are given alike. */
  const contextOf = (operation: OperationModel, call: OperationCall, fail: Prepared["fail"]) => {
    const { actor, input, requestId, now } = call;
    return {
      actor,
      input,
      requestId,
      now,
      fail,
      fetch: fetchFor(call, operation, tracing, facts),
      get trace(): TraceHeaders {
        return traceHeaders(call, tracing);
      },
    };
  };

  const operations: Operations = {
    async runCommand(operation, call, transaction) {
      const { run, fail, check } = partsOf(operation);
      const calls = callsOf(operation.service, call, transaction);
      const context = contextOf(operation, call, fail);
      const emit = emitsOf(operation.service, transaction);
      const more = operation.own ? { transaction } : {};
      return check(await run(Object.assign(context, { db: transaction.db, call: calls, emit, ...more })));
    },
    async runQuery(operation, call) {
      const { run, fail, check } = partsOf(operation);
      return database.service(operation.service).transaction(
        {
          readOnly: true,
          timeout: operation.statementTimeout,
          reach: reachOf(call.actor.tenant, operation.acrossTenants),
        },
        async ({ db }) => check(await run(Object.assign(contextOf(operation, call, fail), { db }))),
      );
    },
    async runConsumer(consumer, entry, attempt, transaction) {
      const { service, name, timeout } = consumer;
      const rules = rulesOf.get(consumer);
      if (!rules) throw new TypeError(`${service}.${name} is no consumer of the system "${model.name}".`);
      const { rule, told } = rules.read(entry);
      const { actor, request, trace } = rules.cause(entry);
      const call: OperationCall = {
        actor,
        input: undefined,
        now: new Date().toISOString(),
        requestId: request,
        trace: { traceId: trace, spanId: randomBytes(8).toString("hex"), sampled: true },
        endsAt: performance.now() + timeout,
      };
      const context = {
        db: transaction.db,
        call: callsOf(service, call, transaction),
        emit: emitsOf(service, transaction),
        fetch: fetchFor(call, consumer, tracing, facts),
        trace: traceHeaders(call, tracing),
        now: call.now,
        requestId: request,
        attempt,
      };
      await rule(Object.assign(context, told));
    },
  };
  return operations;
}

function sourceOf(model: SystemModel, { source }: ConsumerModel): ServiceModel {
  const found = model.services.find(({ name }) => name === source);
  if (found) return found;
  throw new TypeError(`${source} is no service of the system "${model.name}".`);
}

function prepare(operation: OperationModel, own: Run | undefined): Prepared {
  const run = operation.own ? (own ?? operation.run) : operation.run;
  return {
    run: run as (context: object) => Promise<unknown>,
    fail: failWith(operation),
    check: checkedOutput(operation),
  };
}
