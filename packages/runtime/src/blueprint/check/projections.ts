import type { FieldType } from "../field.js";
import { nameInstead } from "./closest-name.js";
import { within } from "./spot.js";
import type { Survey, SurveyedProjection, SurveyedService } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

const options = ["description", "access", "indexes", "rows", "list", "plural", "shared"];
const written = ["fields", "key", "version", "of", "history", "events", "changes", ...options];
const keyKinds: readonly FieldType["kind"][] = ["uuid", "text", "enumeration", "integer", "bigint", "date"];

interface Placed {
  readonly projection: SurveyedProjection;
  /** The service whose log it is derived from; undefined where the system has none of that name. */
  readonly source: SurveyedService | undefined;
}

function placed({ services }: Survey): readonly Placed[] {
  return services.flatMap(({ projections }) =>
    projections.map((projection) => ({
      projection,
      source: services.find(({ name }) => name === projection.source),
    })),
  );
}

function keyField({ key, fields }: SurveyedProjection) {
  return fields.find(({ name }) => name === key);
}

/** Read models that are derived from a log. */
export const projectionChecks: readonly SystemCheck[] = [
  {
    code: "PROJECTION_OPTION_UNKNOWN",
    severity: "error",
    rule: "A projection takes only the options that there are.",
    *find(survey) {
      for (const { projection } of placed(survey)) {
        for (const option of Object.keys(projection.options)) {
          if (!options.includes(option))
            yield found(within(projection, `.${option}`), option, nameInstead(option, written));
        }
      }
    },
  },
  {
    code: "PROJECTION_KEY_UNKNOWN",
    severity: "error",
    rule: "The key of a projection is one of its fields.",
    *find(survey) {
      for (const { projection } of placed(survey)) {
        if (keyField(projection)) continue;
        const names = projection.fields.map(({ name }) => name);
        yield found(within(projection, ".key"), projection.key, nameInstead(String(projection.key), names));
      }
    },
  },
  {
    code: "PROJECTION_KEY_UNSUPPORTED",
    severity: "error",
    rule: "The key of a projection is a field that is always there and has one spelling: an id, a text, a whole number, a day.",
    *find(survey) {
      for (const { projection } of placed(survey)) {
        const field = keyField(projection);
        if (!field || (keyKinds.includes(field.type.kind) && !field.modifiers.optional)) continue;
        const value = field.modifiers.optional ? `optional ${field.type.kind}` : field.type.kind;
        yield found(within(projection, ".key"), value, "Take the id of what a row is about as its key.");
      }
    },
  },
  {
    code: "PROJECTION_VERSION_INVALID",
    severity: "error",
    rule: "The version of a projection is a whole number from 1.",
    *find(survey) {
      for (const { projection } of placed(survey)) {
        const { version } = projection;
        if (Number.isInteger(version) && Number(version) >= 1 && Number(version) <= 32_767) continue;
        yield found(
          within(projection, ".version"),
          version,
          "Write 1 for the first, and one more whenever its functions or fields change.",
        );
      }
    },
  },
  {
    code: "PROJECTION_HISTORY_INVALID",
    severity: "error",
    rule: 'A projection is built from all of a log, or from what is kept of it: history is "all" or "kept".',
    *find(survey) {
      for (const { projection } of placed(survey)) {
        const { history } = projection;
        if (history === "all" || history === "kept") continue;
        yield found(within(projection, ".history"), history, 'Write "kept", or take it out.');
      }
    },
  },
  {
    code: "PROJECTION_FIELD_UNSUPPORTED",
    severity: "error",
    rule: "A projection holds values; references, many(), renames and what is said of written rows belong to entities.",
    *find(survey) {
      for (const { projection } of placed(survey)) {
        for (const field of projection.fields) {
          const { type, modifiers } = field;
          if (type.kind === "reference" || type.kind === "many") {
            const instead = `id("${type.target}")`;
            yield found(field, type.kind, `Write ${type.kind === "many" ? `list(${instead})` : instead}.`);
          }
          const unique = modifiers.unique && field.name !== projection.key;
          const { renamedFrom, tenant } = modifiers;
          const immutable = modifiers.immutable && !tenant;
          const said = Object.entries({ unique, immutable, renamedFrom: renamedFrom !== undefined }).flatMap(
            ([name, is]) => (is ? [name] : []),
          );
          if (said.length > 0) yield found(field, said, "Take them out here.");
        }
      }
    },
  },
  {
    code: "PROJECTION_SOURCE_UNKNOWN",
    severity: "error",
    rule: "A projection is derived from the log of a service of the system.",
    *find(survey) {
      for (const { projection, source } of placed(survey)) {
        if (source) continue;
        yield found(
          within(projection, ".of"),
          projection.source,
          "Add that service to the system; where it is in it, look for two files that import each other.",
        );
      }
    },
  },
  {
    code: "PROJECTION_ENTRY_UNKNOWN",
    severity: "error",
    rule: "A projection has functions for events that its source declares, and for entities of its source that are feeds.",
    *find(survey) {
      for (const { projection, source } of placed(survey)) {
        if (!source) continue;
        const events = source.events.map(({ name }) => name);
        for (const name of Object.keys(projection.on.events)) {
          if (!events.includes(name))
            yield found(within(projection, `.events.${name}`), name, nameInstead(name, events));
        }
        const feeds = [...source.entities.values()].filter((entity) => entity.options.feed === true);
        const names = feeds.map((entity) => entity.name);
        for (const name of Object.keys(projection.on.changes)) {
          if (names.includes(name)) continue;
          const fix = source.entities.has(name)
            ? `Say feed: true of ${source.name}.${name}.`
            : nameInstead(name, names);
          yield found(within(projection, `.changes.${name}`), name, fix);
        }
      }
    },
  },
  {
    code: "PROJECTION_FUNCTION_MISSING",
    severity: "error",
    rule: "A projection says by a function what becomes of its rows, for one event or entity at least.",
    *find(survey) {
      for (const { projection } of placed(survey)) {
        const all = Object.entries(projection.on).flatMap(([part, functions]) =>
          Object.entries(functions).map(([name, call]) => ({ path: `.${part}.${name}`, call })),
        );
        if (all.length === 0)
          yield found(projection, projection.name, "Write events: { ... } or changes: { ... }.");
        for (const { path, call } of all) {
          if (typeof call !== "function")
            yield found(
              within(projection, path),
              call,
              "Write a function that gives steps: [{ key, next }].",
            );
        }
      }
    },
  },
  {
    code: "PROJECTION_WRITABLE",
    severity: "error",
    rule: "The access rules of a projection say who reads it: its functions alone write it.",
    *find(survey) {
      for (const { projection } of placed(survey)) {
        for (const rule of [...projection.access, ...projection.fieldAccess]) {
          if (rule.slot !== "read") yield found(rule, rule.slot, "Take it out.");
        }
      }
    },
  },
];
