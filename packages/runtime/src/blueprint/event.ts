import type { Shape } from "./field.js";
import { type Origin, originOf } from "./origin.js";

/** What an event says of itself, besides its data. */
export interface EventOptions<Fields extends string = string> {
  /** The field by whose value events are kept in order: those with one key are told one after another. */
  readonly key?: Fields;
  /** Of its data, from 1. A form that would break who reads it is another version. */
  readonly version?: number;
  /** One sentence for the API documents. */
  readonly description?: string;
}

/** What happened, as it is written into the log of the service: its data, and by what it is kept in order. */
export interface DomainEvent<S extends Shape = Shape> {
  readonly shape: S;
  readonly options: EventOptions;
  readonly origin: Origin;
}

/**
 * Describes something that happens in a service, named in the past tense. Commands emit it, and it commits with them.
 *
 * @example
 * event({ order: id("order"), total: money() }, { key: "order", description: "A customer bought products." })
 */
export function event<const S extends Shape>(
  shape: S,
  options: EventOptions<keyof NoInfer<S> & string> = {},
): DomainEvent<S> {
  return Object.freeze({
    shape: Object.freeze(shape),
    options: Object.freeze({ ...options }),
    origin: originOf(event as never),
  });
}
