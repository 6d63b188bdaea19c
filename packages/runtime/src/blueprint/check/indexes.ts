import type { IndexData } from "../index-definition.js";
import { nameInstead } from "./closest-name.js";
import { conditionChecks } from "./conditions.js";
import { repeated } from "./repeated.js";
import { within } from "./spot.js";
import { eachRule, type Survey, type SurveyedEntity, type SurveyedIndex } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

type FieldIndexData = Extract<IndexData, { kind: "by" }>;

interface FieldIndex {
  readonly entity: SurveyedEntity;
  readonly index: SurveyedIndex;
  readonly data: FieldIndexData;
  /** The names, without the minus. */
  readonly names: readonly string[];
}

function* fieldIndexes({ entities }: Survey): Generator<FieldIndex> {
  for (const entity of entities) {
    for (const index of entity.indexes) {
      const { data } = index;
      if (data.kind !== "by") continue;
      yield { entity, index, data, names: data.fields.map((name) => name.replace(/^-/, "")) };
    }
  }
}

const conditionOf = ({ where }: FieldIndexData) => JSON.stringify(where ?? {});

/** Every way to the rows that access rules take. */
function fieldsOfRules(entity: SurveyedEntity): ReadonlySet<string> {
  const leaves = entity.access.flatMap((rule) => [...eachRule(rule)]);
  return new Set(
    leaves.flatMap(({ data }) => {
      if (data.kind === "owner") return [data.field];
      return data.kind === "when" ? Object.keys(data.filter) : [];
    }),
  );
}

/** Indexes over fields. */
export const indexChecks: readonly SystemCheck[] = [
  {
    code: "INDEX_FIELD_UNKNOWN",
    severity: "error",
    rule: "An index names only fields of its entity.",
    *find(survey) {
      for (const { entity, index, names } of fieldIndexes(survey)) {
        for (const name of names.filter((one) => !entity.byName.has(one))) {
          yield found(index, name, nameInstead(name, entity.byName.keys()));
        }
      }
    },
  },
  {
    code: "INDEX_FIELD_UNSUPPORTED",
    severity: "error",
    rule: "An index is over scalars and references.",
    *find(survey) {
      for (const { entity, index, names } of fieldIndexes(survey)) {
        for (const name of names) {
          const kind = entity.byName.get(name)?.type.kind ?? "";
          if (!["json", "list", "object", "many"].includes(kind)) continue;
          yield found(
            index,
            `${name}: ${kind}`,
            "Take it out, or keep what is looked for in a field of its own.",
          );
        }
      }
    },
  },
  {
    code: "INDEX_FIELD_REPEATED",
    severity: "error",
    rule: "An index names each field once.",
    *find(survey) {
      for (const { index, names } of fieldIndexes(survey)) {
        for (const { item } of repeated(names, (name) => name)) {
          yield found(index, item, `Take out the second "${item}".`);
        }
      }
    },
  },
  {
    code: "INDEX_EMPTY",
    severity: "error",
    rule: "An index names at least one field.",
    *find(survey) {
      for (const { index, names } of fieldIndexes(survey)) {
        if (names.length === 0) yield found(index, names, 'Name its fields: by("category", "-createdAt").');
      }
    },
  },
  {
    code: "INDEX_TOO_WIDE",
    severity: "error",
    rule: "An index has at most 32 fields; PostgreSQL takes no more.",
    *find(survey) {
      for (const { index, names } of fieldIndexes(survey)) {
        if (names.length > 32) yield found(index, names.length, "Keep the fields that choose the rows.");
      }
    },
  },
  {
    code: "INDEX_REPEATED",
    severity: "error",
    rule: "No two indexes of an entity are the same.",
    *find(survey) {
      const all = [...fieldIndexes(survey)];
      for (const { item, first } of repeated(all, ({ entity, data }) =>
        JSON.stringify([entity.path, data]),
      )) {
        yield found(item.index, item.data.fields, `Take it out: ${first.index.path} is the same.`);
      }
    },
  },
  {
    code: "INDEX_PREFIX_OF_ANOTHER",
    severity: "warning",
    rule: "An index is not the beginning of another, which answers the same questions.",
    *find(survey) {
      const all = [...fieldIndexes(survey)];
      for (const one of all.filter(({ data }) => !data.unique && data.fields.length > 0)) {
        const wider = all.find(
          (other) =>
            other.entity === one.entity &&
            other.data.fields.length > one.data.fields.length &&
            conditionOf(other.data) === conditionOf(one.data) &&
            one.data.fields.every((name, position) => other.data.fields[position] === name),
        );
        if (wider)
          yield found(one.index, one.data.fields, `Take it out: ${wider.index.path} begins with it.`);
      }
    },
  },
  {
    code: "INDEX_COVERED_BY_UNIQUE",
    severity: "warning",
    rule: "A field that is unique has an index already.",
    *find(survey) {
      for (const { entity, index, data, names } of fieldIndexes(survey)) {
        const [only, ...others] = names;
        if (only === undefined || others.length > 0 || data.where !== undefined) continue;
        if (entity.byName.get(only)?.modifiers.unique) yield found(index, only, "Take it out.");
      }
    },
  },
  {
    code: "INDEX_UNIQUE_OVER_OPTIONAL",
    severity: "warning",
    rule: "A unique index is over required fields, since rows with null are never equal to one another.",
    *find(survey) {
      for (const { entity, index, data, names } of fieldIndexes(survey)) {
        for (const name of data.unique ? names : []) {
          const asked = data.where?.[name];
          const excluded = JSON.stringify(asked) === '{"isNull":false}';
          if (!entity.byName.get(name)?.modifiers.optional || excluded || name === "deletedAt") continue;
          yield found(
            index,
            name,
            `Say that you mean it: .where({ ${name}: { isNull: false } }), or make it required.`,
          );
        }
      }
    },
  },
  {
    code: "INDEX_NEVER_USED",
    severity: "warning",
    rule: "An index serves something: a filter, a sort, an access rule or a uniqueness.",
    *find(survey) {
      for (const { entity, index, data, names } of fieldIndexes(survey)) {
        const first = entity.byName.get(names[0] ?? "");
        if (data.unique || !first?.modifiers.private || first.type.kind === "reference") continue;
        if (fieldsOfRules(entity).has(first.name)) continue;
        const fix =
          "Take it out, unless a command finds rows by it: no client can filter or sort by a private field.";
        yield found(index, first.name, fix);
      }
    },
  },
  ...conditionChecks("INDEX_CONDITION", "The condition of an index", function* (survey) {
    for (const { entity, index, data } of fieldIndexes(survey)) {
      if (data.where) yield { spot: within(index, ".where"), entity, filter: data.where };
    }
  }),
];
