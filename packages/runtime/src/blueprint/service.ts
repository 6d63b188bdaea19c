import type { Rule } from "./access.js";
import {
  type ConsumerData,
  type ConsumerDefinition,
  consumerOf,
  type Followed,
  type WrittenConsumer,
} from "./consumer.js";
import type { CommandContext, QueryContext, Result } from "./context.js";
import type { Entity } from "./entity.js";
import type { Duration } from "./environment.js";
import type { DomainEvent } from "./event.js";
import type { Shape } from "./field.js";
import { type Origin, originOf } from "./origin.js";
import {
  type ProjectionData,
  type ProjectionDefinition,
  type ProjectionSource,
  projectionOf,
} from "./projection.js";
import type { WebhookOptions } from "./webhook-options.js";

/** An error that a command or query declares, so that it stands in the API documents. */
export interface DeclaredError {
  /** An HTTP status from 400 to 499. */
  readonly status: number;
  /** What happened, for the person who reads it; the default detail. */
  readonly description: string;
}

type DeclaredErrors = { readonly [code: string]: DeclaredError };
/** No fields: the input or output of what has none. */
export type Nothing = Record<never, never>;

interface Operation<I, O, Errors> {
  /** One sentence for the API documents. */
  readonly description?: string;
  /** Who may call. */
  readonly access: Rule;
  readonly input?: I;
  /** What it gives back; nothing where it is not declared. */
  readonly output?: O;
  /** The errors with which `fail` may end it. */
  readonly errors?: Errors;
  /** How long each of its statements may take; `timeouts.statement` of the environment unless told. */
  readonly timeout?: Duration;
  /** Why it has the rows of every tenant. Unless told, its `db` has those of the caller's tenant alone. */
  readonly acrossTenants?: string;
}

/**
 * A change of the service's data: one POST, one transaction. Nothing is inferred from the context (`NoInfer`): it would be looked for
 * in all entities and all services below, for each command.
 */
export interface CommandDefinition<Entities, Uses, I, O, Errors, Events> extends Operation<I, O, Errors> {
  run(context: NoInfer<CommandContext<Entities, Uses, I, keyof Errors & string, Events>>): Promise<Result<O>>;
}

/** A read that is more than one entity's list: one GET, read only. */
export interface QueryDefinition<Entities, I, O, Errors> extends Operation<I, O, Errors> {
  run(context: NoInfer<QueryContext<Entities, I, keyof Errors & string>>): Promise<Result<O>>;
}

/** A command or query as data and a function, its types forgotten. */
export interface OperationData {
  readonly name: string;
  readonly description?: string | undefined;
  readonly access?: Rule | undefined;
  readonly input: Shape;
  readonly output: Shape;
  readonly errors: DeclaredErrors;
  readonly timeout?: Duration | undefined;
  readonly acrossTenants?: string | undefined;
  readonly run: (context: never) => Promise<unknown>;
  /** One of Lintel's own: what it does is known to whoever serves it, and `run` is not called. */
  readonly own?: boolean | undefined;
  /** Members of its output that the first answer alone holds: they are null where that is given again. */
  readonly givenOnce?: readonly string[] | undefined;
  readonly origin: Origin;
}

/** What a service says of its log. */
export interface LogOptions {
  /** For how long at least what is in it can be read: `7d` unless told. */
  readonly keep?: Duration;
  /** How many bytes it may take: above that its oldest part goes before its time. No bound unless told. */
  readonly maxBytes?: number;
}

/** A service as data: what the check, the plan and PostgreSQL read. */
export interface ServiceData {
  readonly name: string;
  readonly description?: string | undefined;
  readonly entities: { readonly [name: string]: Entity };
  readonly events: { readonly [name: string]: DomainEvent };
  readonly uses: { readonly [name: string]: { readonly data: ServiceData } };
  readonly commands: readonly OperationData[];
  readonly queries: readonly OperationData[];
  readonly consumers: readonly ConsumerData[];
  readonly projections: readonly ProjectionData[];
  readonly log?: LogOptions | undefined;
  readonly webhooks?: WebhookOptions | undefined;
  readonly origin: Origin;
}

/** A part of the system that owns its tables and its role in the database. Never changed: each call makes a new one. */
export interface Service<
  Entities = unknown,
  Uses = unknown,
  Inputs = unknown,
  Outputs = unknown,
  Events = unknown,
> {
  readonly data: ServiceData;
  readonly entities: Entities;
  /** The input and output shapes of its commands, by name; what a caller's types are inferred from. */
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  readonly events: Events;

  /**
   * Adds a command: a change with rules of your own.
   *
   * @example
   * .command("rename", {
   *   access: role("editor"),
   *   input: { product: id("product"), name: text({ max: 200 }) },
   *   errors: { PRODUCT_GONE: { status: 409, description: "The product no longer exists." } },
   *   async run({ input, db, fail }) {
   *     if (!(await db.product.update(input.product, { name: input.name }))) fail("PRODUCT_GONE");
   *   },
   * })
   */
  command<
    const Name extends string,
    const I extends Shape = Nothing,
    const O extends Shape = Nothing,
    const Errors extends DeclaredErrors = Nothing,
  >(
    name: Name,
    definition: CommandDefinition<Entities, Uses, I, O, Errors, Events>,
  ): Service<
    Entities,
    Uses,
    Inputs & { readonly [N in Name]: I },
    Outputs & { readonly [N in Name]: O },
    Events
  >;

  /** Adds a query: a read with rules of your own, in a read-only transaction. */
  query<
    const Name extends string,
    const I extends Shape = Nothing,
    const O extends Shape = Nothing,
    const Errors extends DeclaredErrors = Nothing,
  >(
    name: Name,
    definition: QueryDefinition<Entities, I, O, Errors>,
  ): Service<Entities, Uses, Inputs, Outputs, Events>;

  /**
   * Adds a consumer: follows the log of a service, and does something about each event or change, once in effect.
   *
   * @example
   * .consumer("invoices", {
   *   of: orders,
   *   events: {
   *     async orderPlaced({ data, db }) {
   *       await db.product.insert({ name: data.order });
   *     },
   *   },
   * })
   */
  consumer<
    From extends Followed = {
      readonly data: ServiceData;
      readonly entities: Entities;
      readonly events: Events;
    },
  >(
    name: string,
    definition: ConsumerDefinition<Entities, Uses, Events, From>,
  ): Service<Entities, Uses, Inputs, Outputs, Events>;

  /**
   * Adds a projection: rows that clients read as they read an entity's, derived from a log by pure functions, and by nothing else.
   *
   * @example
   * .projection("nameUse", {
   *   fields: { name: text(), products: integer() },
   *   key: "name",
   *   access: { read: role("editor") },
   *   changes: {
   *     product: ({ kind, after }) =>
   *       kind === "insert"
   *         ? [{ key: after.name, next: (row) => ({ products: (row?.products ?? 0) + 1 }) }]
   *         : [],
   *   },
   * })
   */
  projection<
    const Name extends string,
    const S extends Shape,
    const Key extends keyof S & string,
    const Of extends ProjectionSource = ProjectionSource<Entities, Events>,
  >(
    name: Name,
    definition: ProjectionDefinition<S, Key, Of>,
  ): Service<Entities, Uses, Inputs, Outputs, Events>;
}

/** Any service, without what is typed for its author alone: what a system is put together from. */
export type AnyService = Pick<Service, "data" | "entities" | "inputs" | "outputs" | "events">;

/**
 * What the type of a service keeps of one that it uses: how its commands are called, and not what that one uses in turn,
 * or the type would hold all services below it.
 */
type Used<S> = S extends { readonly inputs: infer I; readonly outputs: infer O }
  ? { readonly inputs: I; readonly outputs: O }
  : never;

/**
 * Describes a service: the entities that it owns, and the services whose commands it calls. Commands and queries
 * are added with `.command(...)` and `.query(...)`; their input, `db` and calls are inferred.
 */
export function service<
  const Entities extends { readonly [name: string]: Entity<Shape, boolean> },
  const Uses extends { readonly [name: string]: AnyService } = Nothing,
  const Events extends { readonly [name: string]: DomainEvent } = Nothing,
>(
  name: string,
  definition: {
    readonly description?: string;
    readonly entities: Entities;
    readonly uses?: Uses;
    /** What happens in it, by its name in the past tense: `orderPlaced`. Commands emit it. */
    readonly events?: Events;
    /** Of what is written down: its events, and the changes of entities that are feeds. */
    readonly log?: LogOptions;
    /** Which of its events are sent to integrators over HTTP, and who may have them sent. */
    readonly webhooks?: WebhookOptions<keyof NoInfer<Events> & string>;
  },
): Service<Entities, { readonly [S in keyof Uses]: Used<Uses[S]> }, Nothing, Nothing, Events> {
  return assemble({
    name,
    description: definition.description,
    entities: Object.freeze({ ...definition.entities }),
    events: Object.freeze({ ...definition.events }),
    uses: Object.freeze({ ...definition.uses }),
    commands: [],
    queries: [],
    consumers: [],
    projections: [],
    log: definition.log && Object.freeze({ ...definition.log }),
    webhooks: definition.webhooks && Object.freeze({ ...definition.webhooks }),
    origin: originOf(service as never),
  });
}

function assemble<Entities, Uses, Inputs, Outputs, Events>(
  data: ServiceData,
): Service<Entities, Uses, Inputs, Outputs, Events> {
  const shapes = (part: "input" | "output") =>
    Object.freeze(Object.fromEntries(data.commands.map((command) => [command.name, command[part]])));
  const assembled = {
    data: Object.freeze(data),
    entities: data.entities as Entities,
    inputs: shapes("input") as Inputs,
    outputs: shapes("output") as Outputs,
    events: data.events as Events,
    command(name: string, definition: Written) {
      const added = operation(name, definition, originOf(assembled.command as never));
      return assemble({ ...data, commands: Object.freeze([...data.commands, added]) });
    },
    query(name: string, definition: Written) {
      const added = operation(name, definition, originOf(assembled.query as never));
      return assemble({ ...data, queries: Object.freeze([...data.queries, added]) });
    },
    consumer(name: string, definition: WrittenConsumer) {
      const added = consumerOf(name, definition, assembled.consumer as never);
      return assemble({ ...data, consumers: Object.freeze([...data.consumers, added]) });
    },
    projection(name: string, definition: Parameters<typeof projectionOf>[2]) {
      const added = projectionOf(name, data.name, definition, originOf(assembled.projection as never));
      return assemble({ ...data, projections: Object.freeze([...data.projections, added]) });
    },
  };
  return Object.freeze(assembled) as unknown as Service<Entities, Uses, Inputs, Outputs, Events>;
}

type Written = Partial<OperationData> & { readonly run: OperationData["run"] };

function operation(name: string, written: Written, origin: Origin): OperationData {
  return Object.freeze({
    name,
    description: written.description,
    access: written.access,
    input: Object.freeze({ ...written.input }),
    output: Object.freeze({ ...written.output }),
    errors: Object.freeze({ ...written.errors }),
    timeout: written.timeout,
    acrossTenants: written.acrossTenants,
    run: written.run,
    origin,
  });
}
