import { ruleAdmitsAll } from "./rule-reach.js";
import { within } from "./spot.js";
import type { Survey } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";
import { valueFault } from "./value-fault.js";

function defaults({ fields }: Survey) {
  return fields.flatMap((field) =>
    field.modifiers.default ? [{ field, value: field.modifiers.default.value }] : [],
  );
}

function stored({ entities }: Survey) {
  return entities.flatMap((entity) => entity.fields.map((field) => ({ entity, field })));
}

/** What is said of fields beyond their kind. */
export const fieldModifierChecks: readonly SystemCheck[] = [
  {
    code: "DEFAULT_WRONG_TYPE",
    severity: "error",
    rule: "A default is a value of its field's type.",
    *find(survey) {
      for (const { field, value } of defaults(survey)) {
        if (field.type.kind === "reference") continue;
        const fault = valueFault(field.type, value);
        if (fault?.kind === "type") yield found(field, value, `Write ${fault.expected}.`);
      }
    },
  },
  {
    code: "DEFAULT_OUT_OF_LIMITS",
    severity: "error",
    rule: "A default satisfies the limits of its field.",
    *find(survey) {
      for (const { field, value } of defaults(survey)) {
        if (field.type.kind === "reference") continue;
        const fault = valueFault(field.type, value);
        if (fault?.kind === "limit") yield found(field, value, `Write ${fault.expected}.`);
      }
    },
  },
  {
    code: "DEFAULT_ON_REFERENCE",
    severity: "error",
    rule: "A reference has no default, since no row is there in every database.",
    *find(survey) {
      for (const { field, value } of defaults(survey)) {
        if (field.type.kind === "reference")
          yield found(field, value, "Make it optional, or let a command set it.");
      }
    },
  },
  {
    code: "DEFAULT_WITH_OPTIONAL",
    severity: "warning",
    rule: "A field is optional or has a default: with both, null is stored only when a client writes null.",
    *find(survey) {
      for (const { field } of defaults(survey)) {
        if (field.modifiers.optional)
          yield found(field, "optional and default", "Take out .optional() or .default(...).");
      }
    },
  },
  {
    code: "DEFAULT_WITH_UNIQUE",
    severity: "warning",
    rule: "A unique field has no default, for only one row can have it.",
    *find(survey) {
      for (const { field, value } of defaults(survey)) {
        if (field.modifiers.unique) yield found(field, value, "Take out .default(...) or .unique().");
      }
    },
  },
  {
    code: "UNIQUE_UNSUPPORTED",
    severity: "error",
    rule: "Only scalars and references can be unique.",
    *find(survey) {
      for (const { field } of stored(survey)) {
        const { kind } = field.type;
        if (!field.modifiers.unique || (kind !== "json" && kind !== "list")) continue;
        yield found(field, `unique ${kind}`, "Keep what must be unique in a field of its own.");
      }
    },
  },
  {
    code: "MANY_MODIFIED",
    severity: "error",
    rule: "many() is not stored, so nothing more can be said of it.",
    *find(survey) {
      for (const { field } of stored(survey)) {
        if (field.type.kind !== "many") continue;
        const said = Object.entries(field.modifiers).flatMap(([name, value]) => (value ? [name] : []));
        if (said.length > 0) yield found(field, said, "Say it of the reference on the other side.");
      }
    },
  },
  {
    code: "IMMUTABLE_OPTIONAL",
    severity: "warning",
    rule: "A field that never changes is better required, since what is left out stays null for ever.",
    *find(survey) {
      for (const { field } of stored(survey)) {
        const { immutable, optional } = field.modifiers;
        if (immutable && optional)
          yield found(field, "immutable and optional", "Take out .optional() or .immutable().");
      }
    },
  },
  {
    code: "PRIVATE_UNSETTABLE",
    severity: "error",
    rule: "An entity that clients may create has no private field that must be given.",
    *find(survey) {
      for (const { entity, field } of stored(survey)) {
        const { private: hidden, optional, default: otherwise } = field.modifiers;
        if (!hidden || optional || otherwise || field.type.kind === "many") continue;
        const rule =
          entity.access.find(({ slot }) => slot === "create") ??
          entity.access.find(({ slot }) => slot === "write");
        if (rule === undefined || rule.data.kind === "nobody") continue;
        yield found(
          field,
          "private and required",
          "Give it a default, make it optional, or say create: nobody and write a command.",
        );
      }
    },
  },
  {
    code: "PRIVATE_IN_SEARCH",
    severity: "warning",
    rule: "A private field is better not searched, since a match tells what is in it.",
    *find({ entities }) {
      for (const entity of entities) {
        for (const index of entity.indexes) {
          if (index.data.kind !== "search") continue;
          for (const name of Object.keys(index.data.weights)) {
            if (!entity.byName.get(name)?.modifiers.private) continue;
            yield found(
              within(index, `.${name}`),
              name,
              "Take it out of the search, or make it not private.",
            );
          }
        }
      }
    },
  },
  {
    code: "PERSONAL_PUBLIC",
    severity: "warning",
    rule: "What is personal is not there for everyone to read.",
    *find(survey) {
      for (const { entity, field } of stored(survey)) {
        const { personal, private: hidden } = field.modifiers;
        const read = entity.access.find(({ slot }) => slot === "read");
        const narrowed = entity.fieldAccess.find((rule) => rule.field === field.name && rule.slot === "read");
        if (!personal || hidden || !read || !ruleAdmitsAll(read.data)) continue;
        if (narrowed && !ruleAdmitsAll(narrowed.data)) continue;
        const fix = `Narrow it, as in access: { fields: { ${field.name}: { read: signedIn } } }, or make it private.`;
        yield found(field, "personal, and read by anyone", fix);
      }
    },
  },
  {
    code: "DEPRECATED_WITHOUT_REASON",
    severity: "warning",
    rule: "What is deprecated says why, and what to use instead.",
    *find({ fields }) {
      for (const field of fields) {
        const { deprecated } = field.modifiers;
        if (deprecated === undefined || deprecated.trim() !== "") continue;
        yield found(field, deprecated, 'Write a reason: .deprecated("Use price instead.").');
      }
    },
  },
];
