import { nameInstead } from "./closest-name.js";
import { readDuration } from "./durations.js";
import { repeated } from "./repeated.js";
import { within } from "./spot.js";
import { type Survey, type SurveyedConsumer, valueAt } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

function consumersOf({ services }: Survey): readonly SurveyedConsumer[] {
  return services.flatMap(({ consumers }) => consumers);
}

/** Each consumer whose source is there, with that. */
function* followed(survey: Survey) {
  for (const consumer of consumersOf(survey)) {
    const source = survey.services.find(({ name }) => name === consumer.source);
    if (source) yield { consumer, source };
  }
}

/** What follows a log. */
export const consumerChecks: readonly SystemCheck[] = [
  {
    code: "CONSUMER_NAME_REPEATED",
    severity: "error",
    rule: "Each consumer of a service has a name of its own.",
    *find({ services }) {
      for (const { consumers } of services) {
        for (const { item } of repeated(consumers, ({ name }) => name))
          yield found(item, item.name, "Rename one of the two consumers.");
      }
    },
  },
  {
    code: "CONSUMER_SOURCE_UNKNOWN",
    severity: "error",
    rule: "A consumer follows the log of a service of the system.",
    *find(survey) {
      const names = survey.services.map(({ name }) => name);
      for (const consumer of consumersOf(survey)) {
        if (consumer.source !== undefined && names.includes(consumer.source)) continue;
        yield found(
          within(consumer, ".of"),
          consumer.source,
          "Write of: and a service that stands in the system's services.",
        );
      }
    },
  },
  {
    code: "CONSUMER_EMPTY",
    severity: "error",
    rule: "A consumer handles an event, or the changes of an entity.",
    *find(survey) {
      for (const consumer of consumersOf(survey)) {
        const { events, changes } = consumer;
        if (Object.keys(events).length + Object.keys(changes).length > 0) continue;
        yield found(consumer, undefined, "Write events: { async orderPlaced({ data, db }) { ... } }.");
      }
    },
  },
  {
    code: "CONSUMER_EVENT_UNKNOWN",
    severity: "error",
    rule: "A consumer handles events that the service declares which it follows.",
    *find(survey) {
      for (const { consumer, source } of followed(survey)) {
        const names = source.events.map(({ name }) => name);
        for (const name of Object.keys(consumer.events)) {
          if (names.includes(name)) continue;
          yield found(within(consumer, `.events.${name}`), name, nameInstead(name, names));
        }
      }
    },
  },
  {
    code: "CONSUMER_ENTITY_UNKNOWN",
    severity: "error",
    rule: "A consumer handles changes of entities that the service has which it follows.",
    *find(survey) {
      for (const { consumer, source } of followed(survey)) {
        const names = [...source.entities.keys()];
        for (const name of Object.keys(consumer.changes)) {
          if (names.includes(name)) continue;
          yield found(within(consumer, `.changes.${name}`), name, nameInstead(name, names));
        }
      }
    },
  },
  {
    code: "CONSUMER_ENTITY_NOT_FEED",
    severity: "error",
    rule: "A consumer handles changes of entities that are feeds.",
    *find(survey) {
      for (const { consumer, source } of followed(survey)) {
        for (const name of Object.keys(consumer.changes)) {
          const entity = source.entities.get(name);
          if (!entity || entity.options.feed === true) continue;
          yield found(
            within(consumer, `.changes.${name}`),
            name,
            `Say feed: true of ${source.name}.${name}, so that its changes are written into the log.`,
          );
        }
      }
    },
  },
  {
    code: "CONSUMER_RULE_MISSING",
    severity: "error",
    rule: "What a consumer does about an event or a change is a function.",
    *find(survey) {
      for (const consumer of consumersOf(survey)) {
        for (const part of ["events", "changes"] as const) {
          for (const [name, rule] of Object.entries(consumer[part])) {
            if (typeof rule === "function") continue;
            yield found(within(consumer, `.${part}.${name}`), rule, `Write async ${name}({ db }) { ... }.`);
          }
        }
      }
    },
  },
  {
    code: "CONSUMER_WORKERS_INVALID",
    severity: "error",
    rule: "A consumer handles a whole number of entries at a time, from 1 to 64.",
    *find(survey) {
      for (const consumer of consumersOf(survey)) {
        const { workers } = consumer;
        if (workers === undefined || isWhole(workers, 64)) continue;
        yield found(within(consumer, ".workers"), workers, "Write workers: 4, or take it out.");
      }
    },
  },
  {
    code: "CONSUMER_RETRY_INVALID",
    severity: "error",
    rule: "A consumer tries an entry from 1 to 100 times, and waits no less at last than at first.",
    *find(survey) {
      for (const consumer of consumersOf(survey)) {
        const { retry } = consumer;
        const attempts = valueAt(retry, "attempts");
        if (attempts !== undefined && !isWhole(attempts, 100))
          yield found(within(consumer, ".retry.attempts"), attempts, "Write attempts: 8, or take it out.");
        const first = readDuration(valueAt(retry, "first") ?? "200ms");
        const last = readDuration(valueAt(retry, "last") ?? "5m");
        if (first === undefined || last === undefined || first <= last) continue;
        yield found(within(consumer, ".retry.first"), valueAt(retry, "first"), "Make last at least as long.");
      }
    },
  },
  {
    code: "CONSUMER_START_INVALID",
    severity: "error",
    rule: 'A consumer begins "now" or at the "beginning".',
    *find(survey) {
      for (const consumer of consumersOf(survey)) {
        const { start } = consumer;
        if (start === undefined || start === "now" || start === "beginning") continue;
        yield found(within(consumer, ".start"), start, 'Write start: "now" or start: "beginning".');
      }
    },
  },
];

function isWhole(value: unknown, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}
