import type { FieldType } from "../field.js";
import { nameInstead } from "./closest-name.js";
import { within } from "./spot.js";
import { eachField, type Survey, type SurveyedEvent, type SurveyedService, valueAt } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

const options = ["key", "version", "description"];
const keyKinds: readonly FieldType["kind"][] = ["uuid", "text", "email", "enumeration", "integer", "bigint"];

function eventsOf({ services }: Survey): readonly SurveyedEvent[] {
  return services.flatMap(({ events }) => events);
}

function keyOf({ fields, options: { key } }: SurveyedEvent) {
  return fields.find(({ name }) => name === key);
}

/** Events, feeds and the log in which both are written. */
export const eventChecks: readonly SystemCheck[] = [
  {
    code: "EVENT_OPTION_UNKNOWN",
    severity: "error",
    rule: "An event takes only the options that there are.",
    *find(survey) {
      for (const event of eventsOf(survey)) {
        for (const option of Object.keys(event.options)) {
          if (!options.includes(option))
            yield found(within(event, `.${option}`), option, nameInstead(option, options));
        }
      }
    },
  },
  {
    code: "EVENT_VERSION_INVALID",
    severity: "error",
    rule: "The version of an event is a whole number from 1.",
    *find(survey) {
      for (const event of eventsOf(survey)) {
        const { version = 1 } = event.options;
        if (Number.isInteger(version) && Number(version) >= 1 && Number(version) <= 32_767) continue;
        yield found(
          within(event, ".version"),
          version,
          "Write 1 for the first form, and one more for each that follows.",
        );
      }
    },
  },
  {
    code: "EVENT_KEY_UNKNOWN",
    severity: "error",
    rule: "The key of an event is one of its fields.",
    *find(survey) {
      for (const event of eventsOf(survey)) {
        const { key } = event.options;
        if (key === undefined || keyOf(event)) continue;
        const names = event.fields.map(({ name }) => name);
        yield found(within(event, ".key"), key, nameInstead(String(key), names));
      }
    },
  },
  {
    code: "EVENT_KEY_UNSUPPORTED",
    severity: "error",
    rule: "The key of an event is a field that is always there and has one spelling: an id, a text, a whole number.",
    *find(survey) {
      for (const event of eventsOf(survey)) {
        const field = keyOf(event);
        if (!field || (keyKinds.includes(field.type.kind) && !field.modifiers.optional)) continue;
        const value = field.modifiers.optional ? `optional ${field.type.kind}` : field.type.kind;
        yield found(within(event, ".key"), value, "Take the id of what the event is about as its key.");
      }
    },
  },
  {
    code: "EVENT_FIELD_UNSUPPORTED",
    severity: "error",
    rule: "An event holds values that everybody may read; references, many() and what is said of stored rows belong to entities.",
    *find(survey) {
      for (const field of eachField(eventsOf(survey).flatMap(({ fields }) => fields))) {
        const { type, modifiers } = field;
        if (type.kind === "reference" || type.kind === "many") {
          const instead = `id("${type.target}")`;
          yield found(field, type.kind, `Write ${type.kind === "many" ? `list(${instead})` : instead}.`);
        }
        const { unique, immutable, private: hidden } = modifiers;
        const said = Object.entries({ unique, immutable, private: hidden }).flatMap(([name, is]) =>
          is ? [name] : [],
        );
        if (said.length > 0) yield found(field, said, "Take them out here.");
      }
    },
  },
  {
    code: "FEED_INVALID",
    severity: "error",
    rule: "An entity is a feed or not: feed is true or false.",
    *find({ entities }) {
      for (const entity of entities) {
        const { feed } = entity.options;
        if (feed === undefined || typeof feed === "boolean") continue;
        yield found(within(entity, ".feed"), feed, "Write feed: true, or take it out.");
      }
    },
  },
  {
    code: "FEED_UNREAD",
    severity: "warning",
    rule: "A feed is of an entity that somebody may read.",
    *find({ entities }) {
      for (const entity of entities) {
        if (entity.options.feed !== true) continue;
        const read = entity.access.find(({ slot }) => slot === "read");
        if (read && read.data.kind !== "nobody") continue;
        yield found(
          within(entity, ".feed"),
          true,
          "Say who may read it, or take feed out: each write costs more for it.",
        );
      }
    },
  },
  {
    code: "LOG_SIZE_INVALID",
    severity: "error",
    rule: "A log is bounded to a whole number of bytes, 1,000,000 at least.",
    *find({ services }) {
      for (const service of services) {
        const value = valueAt(service.log, "maxBytes");
        if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= 1_000_000)) continue;
        yield found(
          within(service, ".log.maxBytes"),
          value,
          "Write the bytes as a number, such as maxBytes: 10_000_000_000, or take it out.",
        );
      }
    },
  },
  {
    code: "LOG_UNUSED",
    severity: "warning",
    rule: "A service says something of its log only where something is written into it.",
    *find({ services }) {
      for (const service of services) {
        if (service.log === undefined || hasLog(service)) continue;
        yield found(
          within(service, ".log"),
          service.log,
          "Declare an event, say feed: true of an entity, or take it out.",
        );
      }
    },
  },
];

/** Whether anything is written into the log of a service. */
export function hasLog({ events, entities }: SurveyedService): boolean {
  return events.length > 0 || [...entities.values()].some(({ options: { feed } }) => feed === true);
}
