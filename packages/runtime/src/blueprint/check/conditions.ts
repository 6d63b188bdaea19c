import { comparisons, type FilterData, isFieldValue } from "../filter.js";
import { nameInstead } from "./closest-name.js";
import { neverHolds } from "./contradictions.js";
import { isNamed } from "./recognise.js";
import { type Spot, within } from "./spot.js";
import type { Survey, SurveyedEntity, SurveyedField } from "./survey.js";
import { type Found, found, type SystemCheck } from "./system-check.js";
import { valueFault } from "./value-fault.js";

/** A filter that the blueprint holds, and the entity whose rows it is about. */
export interface Condition {
  readonly spot: Spot;
  readonly entity: SurveyedEntity;
  readonly filter: FilterData;
}

/** One comparison of a condition: `price` `lt` `"20"`. */
interface Asked {
  readonly spot: Spot;
  readonly entity: SurveyedEntity;
  readonly field: SurveyedField;
  readonly comparison: string;
  readonly value: unknown;
}

function* everyComparison(conditions: Iterable<Condition>): Generator<Asked> {
  for (const { spot, entity, filter } of conditions) {
    for (const [name, asked] of Object.entries(filter)) {
      const field = entity.byName.get(name);
      if (!field) continue;
      const at = within(spot, `.${name}`);
      if (!isNamed(asked) || isFieldValue(asked)) {
        yield { spot: at, entity, field, comparison: "eq", value: asked };
        continue;
      }
      for (const [comparison, value] of Object.entries(asked)) {
        yield { spot: within(at, `.${comparison}`), entity, field, comparison, value };
      }
    }
  }
}

/** The comparisons that can be made with a field. */
function comparisonsOf({ type: { kind } }: SurveyedField): readonly string[] {
  if (kind === "many") return [];
  if (kind === "json" || kind === "list" || kind === "object") return ["isNull"];
  const isText = kind === "text" || kind === "email" || kind === "url";
  const isOrdered = kind !== "boolean" && kind !== "uuid" && kind !== "reference";
  return comparisons.filter((name) => {
    if (name === "startsWith" || name === "contains") return isText;
    return isOrdered || !["lt", "lte", "gt", "gte"].includes(name);
  });
}

function expectedValue({ field, comparison, value }: Asked): string | undefined {
  if (isFieldValue(value)) return undefined;
  if (comparison === "isNull") return typeof value === "boolean" ? undefined : "true or false";
  if (comparison === "in") {
    if (!Array.isArray(value)) return "a list of values";
    return value.map((one) => wrongValue(field, one)).find((expected) => expected !== undefined);
  }
  if (comparison === "startsWith" || comparison === "contains") {
    return typeof value === "string" && value !== "" ? undefined : "a text that is not empty";
  }
  return value === null ? "{ isNull: true }" : wrongValue(field, value);
}

/** A value beyond the limits can still be compared with, except where only listed values exist. */
function wrongValue({ type }: SurveyedField, value: unknown): string | undefined {
  const fault = valueFault(type.kind === "text" ? { kind: "text" } : type, value);
  const isRange =
    type.kind === "integer" || type.kind === "bigint" || type.kind === "decimal" || type.kind === "money";
  return fault && !(isRange && fault.kind === "limit") ? fault.expected : undefined;
}

/** Kinds whose values PostgreSQL compares with one another. */
function family({ type: { kind } }: SurveyedField): string {
  if (["integer", "bigint", "decimal", "money"].includes(kind)) return "number";
  if (["text", "email", "url", "enumeration"].includes(kind)) return "text";
  if (kind === "reference") return "uuid";
  return kind === "timestamp" || kind === "date" ? "time" : kind;
}

function* unknownFields(conditions: Iterable<Condition>): Generator<Found> {
  for (const { spot, entity, filter } of conditions) {
    for (const [name, asked] of Object.entries(filter)) {
      const others = [asked, ...(isNamed(asked) ? Object.values(asked) : [])].filter(isFieldValue);
      for (const read of [name, ...others.map((other) => other.fieldValue)]) {
        if (entity.byName.has(read)) continue;
        yield found(within(spot, `.${name}`), read, nameInstead(read, entity.byName.keys()));
      }
    }
  }
}

/**
 * The checks of one place where conditions stand. Their codes begin with `prefix`; `subject` begins their rules.
 */
export function conditionChecks(
  prefix: string,
  subject: string,
  conditions: (survey: Survey) => Iterable<Condition>,
): readonly SystemCheck[] {
  return [
    {
      code: `${prefix}_EMPTY`,
      severity: "error",
      rule: `${subject} says something about at least one field.`,
      *find(survey) {
        for (const { spot, filter } of conditions(survey)) {
          if (Object.keys(filter).length > 0) continue;
          yield found(spot, filter, "Name a field, as in { isActive: true }, or take the condition out.");
        }
      },
    },
    {
      code: `${prefix}_FIELD_UNKNOWN`,
      severity: "error",
      rule: `${subject} names only fields of its entity.`,
      find: (survey) => unknownFields(conditions(survey)),
    },
    {
      code: `${prefix}_COMPARISON_UNSUPPORTED`,
      severity: "error",
      rule: `${subject} compares a field as its kind can be compared.`,
      *find(survey) {
        for (const { spot, field, comparison } of everyComparison(conditions(survey))) {
          const names = comparisonsOf(field);
          if (!names.includes(comparison)) yield found(spot, comparison, nameInstead(comparison, names));
        }
      },
    },
    {
      code: `${prefix}_VALUE_INVALID`,
      severity: "error",
      rule: `${subject} compares a field with values that it can have.`,
      *find(survey) {
        for (const asked of everyComparison(conditions(survey))) {
          if (!comparisonsOf(asked.field).includes(asked.comparison)) continue;
          const expected = expectedValue(asked);
          if (expected !== undefined) yield found(asked.spot, asked.value, `Write ${expected}.`);
        }
      },
    },
    {
      code: `${prefix}_KINDS_DIFFER`,
      severity: "error",
      rule: `${subject} compares a field only with a field of the same kind.`,
      *find(survey) {
        for (const { spot, entity, field, value } of everyComparison(conditions(survey))) {
          const other = isFieldValue(value) ? entity.byName.get(value.fieldValue) : undefined;
          if (!other || family(other) === family(field)) continue;
          yield found(
            spot,
            `${field.type.kind} with ${other.type.kind}`,
            `Name a field that is a ${family(field)} too.`,
          );
        }
      },
    },
    {
      code: `${prefix}_NEVER_HOLDS`,
      severity: "error",
      rule: `${subject} can be satisfied by some row.`,
      *find(survey) {
        for (const { spot, entity, filter } of conditions(survey)) {
          for (const [name, asked] of Object.entries(filter)) {
            const field = entity.byName.get(name);
            if (!field || !neverHolds(field, asked)) continue;
            yield found(
              within(spot, `.${name}`),
              asked,
              "Mend the values: together with the field's limits, no row satisfies them.",
            );
          }
        }
      },
    },
  ];
}
