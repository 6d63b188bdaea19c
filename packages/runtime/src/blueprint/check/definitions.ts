import { nameInstead } from "./closest-name.js";
import { isNamed } from "./recognise.js";
import { within } from "./spot.js";
import { found, type SystemCheck } from "./system-check.js";

const entityOptions = [
  "softDelete",
  "indexes",
  "checks",
  "access",
  "rows",
  "list",
  "timeouts",
  "plural",
  "description",
  "renamedFrom",
  "feed",
  "shared",
];
const optionParts: { readonly [option: string]: readonly string[] } = {
  list: ["filter", "sort"],
  timeouts: ["row", "list"],
};

/** Reported where reading a definition throws; there is nothing to look for beforehand. */
export const unreadableDefinition: SystemCheck = {
  code: "DEFINITION_UNREADABLE",
  severity: "error",
  rule: "A blueprint can be read without running anything.",
  find: () => [],
};

/** Whether every part of the blueprint is what it is taken for. */
export const definitionChecks: readonly SystemCheck[] = [
  unreadableDefinition,
  {
    code: "DEFINITION_MISSING",
    severity: "error",
    rule: "Every part of a blueprint is there when it is used.",
    *find({ unusable }) {
      const fix =
        "Look for two files that import each other: the second to be read sees nothing of the first.";
      for (const one of unusable) {
        if (one.value === undefined || one.value === null) yield found(one, one.value, fix);
      }
    },
  },
  {
    code: "DEFINITION_WRONG",
    severity: "error",
    rule: "Every part of a blueprint is made by its builder.",
    *find({ unusable }) {
      for (const one of unusable) {
        if (one.value !== undefined && one.value !== null)
          yield found(one, one.value, `Write ${one.expected} here.`);
      }
    },
  },
  {
    code: "ENTITY_OPTION_UNKNOWN",
    severity: "error",
    rule: "An entity takes only the options that there are.",
    *find({ services }) {
      for (const entity of services.flatMap(({ entities }) => [...entities.values()])) {
        for (const option of Object.keys(entity.options)) {
          if (entityOptions.includes(option)) continue;
          yield found(within(entity, `.${option}`), option, nameInstead(option, entityOptions));
        }
        for (const [option, parts] of Object.entries(optionParts)) {
          const written = entity.options[option];
          for (const part of isNamed(written) ? Object.keys(written) : []) {
            if (!parts.includes(part))
              yield found(within(entity, `.${option}.${part}`), part, nameInstead(part, parts));
          }
        }
      }
    },
  },
  {
    code: "ENTITY_EMPTY",
    severity: "warning",
    rule: "An entity has at least one field of its own.",
    *find({ entities }) {
      for (const entity of entities) {
        if (entity.fields.every((field) => field.type.kind === "many")) {
          yield found(entity, Object.keys(entity.options), "Give it a field, or take the entity out.");
        }
      }
    },
  },
  {
    code: "ENTITY_TOO_WIDE",
    severity: "error",
    rule: "An entity has at most 1,000 fields; PostgreSQL holds 1,600 columns in a table, fewer if they are wide.",
    *find({ entities }) {
      for (const entity of entities) {
        if (entity.fields.length > 1_000) {
          yield found(
            entity,
            entity.fields.length,
            "Split it, or keep what belongs together in one json field.",
          );
        }
      }
    },
  },
];
