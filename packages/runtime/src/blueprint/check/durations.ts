import { setting } from "./environment-settings.js";
import { isNamed } from "./recognise.js";
import { type Spot, within } from "./spot.js";
import { type Survey, type SurveyedConsumer, type SurveyedService, valueAt } from "./survey.js";

const day = 86_400_000;
const units: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The durations of an environment, with the least and the most that makes sense for each, in milliseconds. */
const settings: readonly (readonly [group: string, name: string, least: number, most: number])[] = [
  ["authentication", "clockSkew", 0, 300_000],
  ["rateLimit", "window", 1_000, 86_400_000],
  ["timeouts", "request", 100, 600_000],
  ["timeouts", "row", 10, 600_000],
  ["timeouts", "list", 10, 600_000],
  ["timeouts", "statement", 10, 600_000],
  ["timeouts", "heartbeat", 200, 300_000],
  ["timeouts", "shutdown", 0, 600_000],
];

/** A duration as it is written, with its bounds in milliseconds. */
export interface SurveyedDuration extends Spot {
  readonly value: unknown;
  readonly least: number;
  readonly most: number;
}

/** Every duration that a blueprint says. */
export function* eachDuration(survey: Survey): Generator<SurveyedDuration> {
  for (const [group, name, least, most] of settings) {
    for (const { path, origins, value } of setting(survey, group, name))
      yield { path, origins, value, least, most };
  }
  yield* eachTimeout(survey);
  for (const service of survey.services) {
    const value = valueAt(service.log, "keep");
    if (value !== undefined)
      yield { ...within(service, ".log.keep"), value, least: 60_000, most: 365 * 86_400_000 };
    for (const consumer of service.consumers) yield* durationsOf(consumer);
    yield* eachOfWebhooks(service);
  }
}

function* durationsOf(consumer: SurveyedConsumer): Generator<SurveyedDuration> {
  const { timeout, retry } = consumer;
  if (timeout !== undefined)
    yield { ...within(consumer, ".timeout"), value: timeout, least: 100, most: 600_000 };
  for (const name of ["first", "last"]) {
    const value = valueAt(retry, name);
    if (value !== undefined)
      yield { ...within(consumer, `.retry.${name}`), value, least: 10, most: 86_400_000 };
  }
}

function* eachOfWebhooks(service: SurveyedService): Generator<SurveyedDuration> {
  const retries = valueAt(service.webhooks, "retries");
  for (const [position, value] of (Array.isArray(retries) ? retries : []).entries())
    yield { ...within(service, `.webhooks.retries[${position}]`), value, least: 10, most: 7 * day };
  for (const [name, least, most] of [
    ["overlap", 0, 90 * day],
    ["keepDeliveries", 60_000, 365 * day],
  ] as const) {
    const value = valueAt(service.webhooks, name);
    if (value !== undefined) yield { ...within(service, `.webhooks.${name}`), value, least, most };
  }
}

/** How long the statements of entities, commands and queries may take, where those say so. */
export function* eachTimeout({ entities, operations }: Survey): Generator<SurveyedDuration> {
  const bounds = { least: 10, most: 600_000 };
  for (const entity of entities) {
    for (const kind of ["row", "list"]) {
      const value = valueAt(entity.options.timeouts, kind);
      if (value !== undefined) yield { ...within(entity, `.timeouts.${kind}`), value, ...bounds };
    }
  }
  for (const operation of operations) {
    if (operation.timeout === undefined) continue;
    yield { ...within(operation, ".timeout"), value: operation.timeout, ...bounds };
  }
}

/** Milliseconds of a duration, or undefined for what is none. */
export function readDuration(value: unknown): number | undefined {
  const match = typeof value === "string" ? /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(value) : null;
  return match ? Number(match[1]) * (units[match[2] ?? ""] ?? 0) : undefined;
}

/** Milliseconds that the shortest request may take, of all environments. */
export function shortestRequest({ environments }: Survey): number {
  const said = environments.map(({ settings }) =>
    readDuration(isNamed(settings.timeouts) ? (settings.timeouts.request ?? "15s") : "15s"),
  );
  return Math.min(15_000, ...said.flatMap((time) => time ?? []));
}
