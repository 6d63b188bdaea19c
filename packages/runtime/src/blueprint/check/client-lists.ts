import {
  filterIsServed,
  isIndexable,
  ruleAdmitsClients,
  ruleNamesOwner,
  smallTable,
  sortIsServed,
} from "../served.js";
import { nameInstead } from "./closest-name.js";
import { type Spot, within } from "./spot.js";
import { eachRule, type Survey, type SurveyedEntity, type SurveyedField, valueAt } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

type Use = "filter" | "sort";

const uses: readonly Use[] = ["filter", "sort"];
const mostRows = 1_000_000_000_000;

/** The fields that a list is told to be filtered or sorted by; undefined where it is not told. */
function toldFields(entity: SurveyedEntity, use: Use): readonly string[] | undefined {
  const told = valueAt(entity.options.list, use);
  return Array.isArray(told) ? told.map(String) : undefined;
}

interface ToldField extends Spot {
  readonly entity: SurveyedEntity;
  readonly use: Use;
  readonly name: string;
}

function* eachToldField({ entities }: Survey): Generator<ToldField> {
  for (const entity of entities) {
    for (const use of uses) {
      for (const [position, name] of (toldFields(entity, use) ?? []).entries())
        yield { ...within(entity, `.list.${use}[${position}]`), entity, use, name };
    }
  }
}

/** Lists that clients can read, of tables that may grow large: those of an owner are as long as what one owns. */
function largeLists({ entities }: Survey): readonly SurveyedEntity[] {
  return entities.filter((entity) => {
    const { rows } = entity.options;
    const read = entity.access.find(({ slot }) => slot === "read");
    if (typeof rows === "number" && rows <= smallTable) return false;
    return read !== undefined && ruleAdmitsClients(read.data) && !ruleNamesOwner(read.data);
  });
}

/**
 * The fields that clients may use so and that no index serves. A table that is told to be large takes only what is
 * served, unless its list is told otherwise.
 */
function unserved(entity: SurveyedEntity, use: Use): readonly SurveyedField[] {
  const told = toldFields(entity, use);
  if (!told && entity.options.rows !== undefined) return [];
  const indexes = entity.indexes.map(({ data }) => data);
  const isServed = use === "filter" ? filterIsServed : sortIsServed;
  const fields = [...entity.byName.values()].filter(
    (field) => field.name !== "deletedAt" && !field.modifiers.private && (told?.includes(field.name) ?? true),
  );
  return fields.filter((field) => (told !== undefined || isIndexable(field)) && !isServed(field, indexes));
}

/** What no index can be made for: values with parts, and the order of addresses, whose index ignores case. */
const never = (field: SurveyedField, use: Use) =>
  !isIndexable(field) || (use === "sort" && field.type.kind === "email");

function fixFor(entity: SurveyedEntity, use: Use, fields: readonly SurveyedField[]): string {
  const missing = fields.filter((field) => !never(field, use)).map(({ name }) => `by("${name}")`);
  const hopeless = fields.filter((field) => never(field, use)).map(({ name }) => `"${name}"`);
  const ways = [
    ...(missing.length > 0 ? [`add ${missing.join(", ")} to its indexes`] : []),
    ...(hopeless.length > 0 ? [`leave out ${hopeless.join(", ")}, which no index serves`] : []),
  ];
  const size =
    entity.options.rows === undefined
      ? ", or say how many rows there may be: rows: 1_000 needs no index, with rows: 1_000_000 lists take only what an index serves"
      : "";
  const sentence = `${ways.join(" and ")}${size}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What clients may ask of a list, and which indexes it needs for that. */
export const clientListChecks: readonly SystemCheck[] = [
  {
    code: "ROWS_INVALID",
    severity: "error",
    rule: "The rows that an entity may come to hold are a whole number from 1 to 1,000,000,000,000.",
    *find({ entities }) {
      for (const entity of entities) {
        const { rows } = entity.options;
        if (rows === undefined) continue;
        if (Number.isInteger(rows) && Number(rows) >= 1 && Number(rows) <= mostRows) continue;
        yield found(within(entity, ".rows"), rows, "Write about how many there may be: rows: 1_000_000.");
      }
    },
  },
  {
    code: "LIST_FIELD_UNKNOWN",
    severity: "error",
    rule: "A list is filtered and sorted by fields of its entity.",
    *find(survey) {
      for (const told of eachToldField(survey)) {
        const names = [...told.entity.byName.keys()];
        if (!names.includes(told.name)) yield found(told, told.name, nameInstead(told.name, names));
      }
    },
  },
  {
    code: "LIST_FIELD_UNSUPPORTED",
    severity: "error",
    rule: "A list is filtered by what can be compared and sorted by scalars and references, and by nothing private.",
    *find(survey) {
      for (const told of eachToldField(survey)) {
        const field = told.entity.byName.get(told.name);
        if (!field) continue;
        const { kind } = field.type;
        const cannot = told.use === "sort" ? !isIndexable(field) : kind === "object" || kind === "many";
        if (!cannot && !field.modifiers.private) continue;
        yield found(told, `${told.name}: ${field.modifiers.private ? "private" : kind}`, "Take it out.");
      }
    },
  },
  {
    code: "INDEX_MISSING_FOR_FILTER",
    severity: "warning",
    rule: "What clients may filter a large table by has an index that begins with it.",
    *find(survey) {
      for (const entity of largeLists(survey)) {
        const fields = unserved(entity, "filter");
        if (fields.length === 0) continue;
        const names = fields.map(({ name }) => name);
        yield found(entity, names, fixFor(entity, "filter", fields));
      }
    },
  },
  {
    code: "INDEX_MISSING_FOR_SORT",
    severity: "warning",
    rule: "What clients may sort a large table by has an index that begins with it.",
    *find(survey) {
      for (const entity of largeLists(survey)) {
        const known = unserved(entity, "filter").filter((field) => !never(field, "sort"));
        const fields = unserved(entity, "sort").filter((field) => !known.includes(field));
        if (fields.length === 0) continue;
        const names = fields.map(({ name }) => name);
        yield found(entity, names, fixFor(entity, "sort", fields));
      }
    },
  },
  {
    code: "INDEX_MISSING_FOR_OWNER",
    severity: "warning",
    rule: "The owner of the rows of a large table has an index that begins with the field.",
    *find({ entities }) {
      for (const entity of entities) {
        const { rows } = entity.options;
        if (typeof rows === "number" && rows <= smallTable) continue;
        const indexes = entity.indexes.map(({ data }) => data);
        for (const rule of entity.access
          .filter(({ slot }) => slot === "read")
          .flatMap((one) => [...eachRule(one)])) {
          const field = rule.data.kind === "owner" ? entity.byName.get(rule.data.field) : undefined;
          if (!field || !isIndexable(field) || filterIsServed(field, indexes)) continue;
          const fix = `Add by("${field.name}") to its indexes, or by("${field.name}", "-createdAt") for the newest first.`;
          yield found(rule, field.name, fix);
        }
      }
    },
  },
];
