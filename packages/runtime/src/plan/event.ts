import type { EventModel } from "../blueprint/index.js";
import { type Fault, failure, type LintelError } from "../errors.js";
import { faultsOf } from "./faults.js";
import { shapeSchema } from "./field-schema.js";
import { hostileIn } from "./hostile.js";
import { shapeNormaliser } from "./normalise.js";
import { compile, type Validate } from "./validator.js";

/** An event as it is written into the log. */
export interface EventPlan {
  readonly event: EventModel;
  /** By what it is kept in order; empty where it has no key. */
  readonly key: string;
  /** JSON: every field present, with its default or null where it was left out. */
  readonly data: string;
}

interface Reading {
  readonly validate: Validate;
  readonly normalise: ReturnType<typeof shapeNormaliser>;
  readonly names: readonly string[];
}

const kept = new WeakMap<EventModel, Reading>();

/**
 * Plans an event with this data, which a command gives. `undefined` is absent.
 *
 * @throws `EVENT_INVALID` with the event, the path in its data and the rule: the mistake is the command's
 */
export function planEvent(event: EventModel, data: unknown): EventPlan {
  const { validate, normalise, names } = readingOf(event);
  const object = typeof data === "object" && data !== null && !Array.isArray(data) ? data : undefined;
  if (!object) throw invalid(event, { rule: "type", message: "Received no object." });
  const given = Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
  const hostile = hostileIn(given);
  if (hostile) throw invalid(event, hostile);
  const errors = validate(given);
  if (errors.length > 0) {
    const find = (name: string) =>
      Object.hasOwn(event.shape, name) ? event.shape[name]?.definition : undefined;
    throw invalid(event, ...faultsOf(errors, given, find, names));
  }
  const value = normalise(given);
  const key = event.key === undefined ? "" : String(value[event.key]);
  return { event, key, data: JSON.stringify(value) };
}

/** Compiles what an event needs, so that the first one does not wait for it. */
export function prepareEvent(event: EventModel): void {
  readingOf(event);
}

/** The cause is for the log: it says where and which rule, and nothing of what was received. */
function invalid({ service, name }: EventModel, ...faults: readonly Fault[]): LintelError {
  const places = faults.map(({ pointer, rule }) => `${pointer || "/"} breaks "${rule}"`);
  const cause = new TypeError(`${service}.${name}: ${places.join(", ")}`);
  const told = faults.map(({ pointer, message }) => `${pointer || "/"}: ${message}`);
  return failure("EVENT_INVALID", `${service}.${name}: ${told.join(" ")}`, { cause });
}

function readingOf(event: EventModel): Reading {
  const known = kept.get(event);
  if (known) return known;
  const made: Reading = {
    validate: compile(shapeSchema(event.shape, "input", "validation")),
    normalise: shapeNormaliser(event.shape),
    names: Object.keys(event.shape),
  };
  kept.set(event, made);
  return made;
}
