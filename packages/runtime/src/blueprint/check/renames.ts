import { formerColumns, formerTables } from "../former-names.js";
import { snakeCase } from "../naming.js";
import { columnOf, tableOf } from "./derived-names.js";
import { repeated } from "./repeated.js";
import { type Spot, within } from "./spot.js";
import { eachField, type Survey, type SurveyedEntity, type SurveyedField } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

const columnsTaken = new Set(["id", "created_at", "updated_at", "version", "deleted_at", "search_vector"]);

/** Something that had another name: what it may have been called in the database, and what it is called now. */
interface Renamed {
  readonly spot: Spot;
  readonly from: string;
  readonly formerly: readonly string[];
  readonly now: string;
  /** Those of its kind that stand beside it. */
  readonly others: readonly string[];
}

function* renamedFields({ entities }: Survey): Generator<Renamed & { readonly entity: SurveyedEntity }> {
  for (const entity of entities) {
    for (const field of entity.fields) {
      const from = field.modifiers.renamedFrom;
      if (typeof from !== "string") continue;
      const others = entity.fields.filter((one) => one !== field && one.type.kind !== "many").map(columnOf);
      yield {
        spot: field,
        entity,
        from,
        formerly: formerColumns(from, field.type.kind),
        now: columnOf(field),
        others,
      };
    }
  }
}

function* renamedEntities({ services }: Survey): Generator<Renamed & { readonly entity: SurveyedEntity }> {
  for (const service of services) {
    const entities = [...service.entities.values()];
    for (const entity of entities) {
      const from = entity.options.renamedFrom;
      if (typeof from !== "string") continue;
      const others = entities.filter((one) => one !== entity).map(tableOf);
      const spot = within(entity, ".renamedFrom");
      yield { spot, entity, from, formerly: formerTables(from), now: tableOf(entity), others };
    }
  }
}

function renames(survey: Survey): readonly (Renamed & { readonly entity: SurveyedEntity })[] {
  return [...renamedFields(survey), ...renamedEntities(survey)];
}

/** The fields that no table holds: those of inputs and outputs, and those within fields. */
function* unstored({ entities, operations }: Survey): Generator<SurveyedField> {
  for (const operation of operations) yield* eachField([...operation.input, ...operation.output]);
  for (const { fields } of entities) {
    const stored = new Set(fields);
    for (const field of eachField(fields)) if (!stored.has(field)) yield field;
  }
}

/** What a column is called that is not called like its field, and what was called otherwise before. */
export const renameChecks: readonly SystemCheck[] = [
  {
    code: "COLUMN_NAME_INVALID",
    severity: "error",
    rule: "A column is named in small letters, digits and underscores, and not like one that Lintel keeps.",
    *find({ entities }) {
      for (const field of entities.flatMap((entity) => entity.fields)) {
        const { column } = field.modifiers;
        if (column === undefined) continue;
        if (!/^[a-z][a-z0-9_]*$/.test(String(column))) {
          yield found(field, column, `Write "${snakeCase(String(column)).replace(/[^a-z0-9_]+/g, "_")}".`);
        } else if (columnsTaken.has(column)) {
          yield found(field, column, "Choose another name: Lintel keeps this column.");
        }
      }
    },
  },
  {
    code: "COLUMN_WITHOUT_TABLE",
    severity: "error",
    rule: "Only a field of an entity has a column, and so a name that it had before.",
    *find(survey) {
      for (const field of unstored(survey)) {
        const { column, renamedFrom } = field.modifiers;
        const said = column ?? renamedFrom;
        if (said !== undefined) yield found(field, said, "Take out .column(...) and .renamedFrom(...).");
      }
    },
  },
  {
    code: "RENAME_OF_ITSELF",
    severity: "error",
    rule: "What is renamed had another name in the database.",
    *find(survey) {
      for (const { spot, from, formerly, now } of renames(survey)) {
        if (from.trim() !== "" && formerly[0] !== now) continue;
        yield found(spot, from, `Say what it was called, or the new column, as in .column("${now}_new").`);
      }
    },
  },
  {
    code: "RENAME_SOURCE_STILL_THERE",
    severity: "error",
    rule: "What was renamed is no longer there under its old name.",
    *find(survey) {
      for (const { spot, from, formerly, others } of renames(survey)) {
        const [likely = ""] = formerly;
        if (others.includes(likely))
          yield found(spot, from, `Take out one of the two: "${likely}" is still there.`);
      }
    },
  },
  {
    code: "RENAME_SOURCE_SHARED",
    severity: "error",
    rule: "Only one field or entity takes the place of an old one.",
    *find(survey) {
      const keyOf = ({ entity, formerly, spot }: ReturnType<typeof renames>[number]) =>
        `${entity.service} ${spot.path.endsWith(".renamedFrom") ? "" : entity.name} ${formerly[0]}`;
      for (const { item, first } of repeated(renames(survey), keyOf)) {
        yield found(item.spot, item.from, `Take out one of the two: ${first.spot.path} says so too.`);
      }
    },
  },
];
