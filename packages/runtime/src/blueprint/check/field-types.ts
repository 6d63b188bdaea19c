import { compileSchema } from "./json-schemas.js";
import { hasNestedRepetition, patternFault } from "./patterns.js";
import { repeated } from "./repeated.js";
import { innerFields, type Survey } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

function patterns({ fields }: Survey) {
  return fields.flatMap((field) =>
    field.type.kind === "text" && field.type.pattern !== undefined
      ? [{ field, pattern: field.type.pattern }]
      : [],
  );
}

function enumerations({ fields }: Survey) {
  return fields.flatMap((field) =>
    field.type.kind === "enumeration" ? [{ field, values: field.type.values }] : [],
  );
}

function schemas({ fields }: Survey) {
  return fields.flatMap((field) =>
    field.type.kind === "json" ? [{ field, schema: field.type.schema }] : [],
  );
}

/** What the kinds of field take beside limits. */
export const fieldTypeChecks: readonly SystemCheck[] = [
  {
    code: "PATTERN_INVALID",
    severity: "error",
    rule: "A pattern is a regular expression of ECMAScript, with the flag u.",
    *find(survey) {
      for (const { field, pattern } of patterns(survey)) {
        const fault = patternFault(pattern);
        if (fault !== undefined) yield found(field, pattern, `Mend the pattern: ${fault}.`);
      }
    },
  },
  {
    code: "PATTERN_SLOW",
    severity: "error",
    rule: "A pattern takes a time in proportion to the text, whatever a client sends.",
    *find(survey) {
      for (const { field, pattern } of patterns(survey)) {
        if (patternFault(pattern) !== undefined || !hasNestedRepetition(pattern)) continue;
        yield found(
          field,
          pattern,
          "Write it without a repetition inside a repetition: a+ in place of (a+)+.",
        );
      }
    },
  },
  {
    code: "ENUMERATION_EMPTY",
    severity: "error",
    rule: "An enumeration lists at least one value.",
    *find(survey) {
      for (const { field, values } of enumerations(survey)) {
        if (values.length === 0) yield found(field, values, 'List the values: enumeration("draft", "paid").');
      }
    },
  },
  {
    code: "ENUMERATION_REPEATED",
    severity: "error",
    rule: "An enumeration lists each value once.",
    *find(survey) {
      for (const { field, values } of enumerations(survey)) {
        for (const { item } of repeated(values, (value) => value)) {
          yield found(field, item, `Take out the second "${item}".`);
        }
      }
    },
  },
  {
    code: "ENUMERATION_VALUE_INVALID",
    severity: "error",
    rule: "A value of an enumeration is a text without spaces at its ends, commas and control characters.",
    *find(survey) {
      for (const { field, values } of enumerations(survey)) {
        for (const value of values) {
          if (value !== "" && value.trim() === value && !/[,\p{Cc}]/u.test(value)) continue;
          yield found(
            field,
            value,
            'Write a word, such as "in-transit"; a comma separates values in a filter.',
          );
        }
      }
    },
  },
  {
    code: "JSON_SCHEMA_INVALID",
    severity: "error",
    rule: "The schema of a json field is a valid JSON Schema (draft 2020-12) without unknown keywords.",
    *find(survey) {
      for (const { field, schema } of schemas(survey)) {
        const compiled = compileSchema(schema);
        if (typeof compiled === "string") yield found(field, schema, `Mend the schema: ${compiled}.`);
      }
    },
  },
  {
    code: "JSON_SCHEMA_OPEN",
    severity: "warning",
    rule: "The schema of a json field says something about the value.",
    *find(survey) {
      for (const { field, schema } of schemas(survey)) {
        if (Object.keys(schema).length > 0) continue;
        yield found(
          field,
          schema,
          'Say what may stand there, at least { type: "object" }: as it is, all may.',
        );
      }
    },
  },
  {
    code: "LIST_ITEM_UNSUPPORTED",
    severity: "error",
    rule: "A list holds scalars or, in the input and output of commands and queries, shapes.",
    *find({ fields }) {
      for (const field of fields) {
        if (field.type.kind !== "list") continue;
        const { kind } = field.type.item.type;
        if (kind === "list")
          yield found(field, "list of list", "Make the inner list a field of a shape, or use json.");
        if (kind === "many" || kind === "reference") {
          yield found(
            field,
            `list of ${kind}`,
            "Use list(id(...)), or an entity that holds one reference a row.",
          );
        }
      }
    },
  },
  {
    code: "LIST_ITEM_MODIFIED",
    severity: "error",
    rule: "The item of a list is a plain field, without modifiers.",
    *find({ fields }) {
      for (const field of fields) {
        if (field.type.kind !== "list") continue;
        for (const { modifiers } of innerFields(field)) {
          const said = Object.entries(modifiers).flatMap(([name, value]) => (value ? [name] : []));
          if (said.length > 0) yield found(field, said, "Say it of the list: list(text()).optional().");
        }
      }
    },
  },
  {
    code: "SHAPE_IN_ENTITY",
    severity: "error",
    rule: "A field of an entity is one column: shapes stand only in the input and output of commands and queries.",
    *find({ entities }) {
      for (const field of entities.flatMap((entity) => entity.fields)) {
        const { type } = field;
        const isList = type.kind === "list" && type.item.type.kind === "object";
        if (type.kind !== "object" && !isList) continue;
        const fix = isList
          ? "Make an entity of it, with a reference to this one, or use json."
          : "Use json, or write its fields here.";
        yield found(field, isList ? "list of a shape" : "object", fix);
      }
    },
  },
  {
    code: "LIST_OF_JSON_IN_ENTITY",
    severity: "error",
    rule: "A list in an entity holds scalars.",
    *find({ entities }) {
      for (const field of entities.flatMap((entity) => entity.fields)) {
        if (field.type.kind !== "list" || field.type.item.type.kind !== "json") continue;
        yield found(field, "list of json", 'Use json({ type: "array", items: ... }).');
      }
    },
  },
];
