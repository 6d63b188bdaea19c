import type { FieldType } from "../field.js";
import { compareDecimals, fitsNumeric, isDecimal } from "./decimal-order.js";
import type { Survey, SurveyedField } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";
import { wholeNumbers } from "./value-fault.js";

type Limited = Extract<FieldType, { readonly min?: unknown } | { readonly max?: unknown }>;

/** Characters that PostgreSQL's text can be asked to count, and items that a list is allowed. */
const mostCharacters = 10_485_760;
const mostItems = 10_000;

function* limited({
  fields,
}: Survey): Generator<{ field: SurveyedField; type: Limited; min: unknown; max: unknown }> {
  for (const field of fields) {
    const { type } = field;
    if (!("min" in type || "max" in type)) continue;
    yield { field, type, min: "min" in type ? type.min : undefined, max: type.max };
  }
}

/** How a limit of this kind of field is written. */
function spelling(kind: FieldType["kind"]): {
  readonly fits: (limit: unknown) => boolean;
  readonly words: string;
} {
  if (kind === "bigint") {
    return {
      fits: (limit) => isDecimal(limit) && !limit.includes("."),
      words: 'a whole number in quotes, "100"',
    };
  }
  if (kind === "decimal" || kind === "money")
    return { fits: isDecimal, words: 'a decimal in quotes, "19.90"' };
  return { fits: Number.isInteger, words: "a whole number, 100" };
}

/** The least and the most that PostgreSQL or Lintel takes as a limit of this kind of field. */
function boundsOf(type: Limited): readonly [least: string, most: string] {
  if (type.kind === "integer" || type.kind === "bigint") {
    const { min, max } = wholeNumbers[type.kind];
    return [String(min), String(max)];
  }
  return ["0", String(type.kind === "list" ? mostItems : mostCharacters)];
}

function isOutside(type: Limited, limit: unknown): boolean {
  if (limit === undefined || !spelling(type.kind).fits(limit)) return false;
  if (type.kind === "decimal" || type.kind === "money") {
    return !fitsNumeric(String(limit), type.precision, type.scale);
  }
  const [least, most] = boundsOf(type);
  return compareDecimals(String(limit), least) < 0 || compareDecimals(String(limit), most) > 0;
}

function decimals({ fields }: Survey) {
  return fields.flatMap((field) =>
    field.type.kind === "decimal" || field.type.kind === "money" ? [{ field, type: field.type }] : [],
  );
}

const isPrecise = (precision: number) => Number.isInteger(precision) && precision >= 1 && precision <= 1_000;

/** The limits of fields. */
export const fieldLimitChecks: readonly SystemCheck[] = [
  {
    code: "FIELD_LIMIT_MALFORMED",
    severity: "error",
    rule: "A limit is a number in the spelling of its field.",
    *find(survey) {
      for (const { field, type, min, max } of limited(survey)) {
        const { fits, words } = spelling(type.kind);
        for (const limit of [min, max]) {
          if (limit !== undefined && !fits(limit)) yield found(field, limit, `Write ${words}.`);
        }
      }
    },
  },
  {
    code: "FIELD_LIMIT_OUT_OF_RANGE",
    severity: "error",
    rule: "A limit is a value that PostgreSQL can hold or count.",
    *find(survey) {
      for (const { field, type, min, max } of limited(survey)) {
        for (const limit of [min, max].filter((one) => isOutside(type, one))) {
          const fix =
            type.kind === "decimal" || type.kind === "money"
              ? `Write at most ${type.scale} digits after the point and ${type.precision} in all.`
              : `Write a limit from ${boundsOf(type).join(" to ")}.`;
          yield found(field, limit, fix);
        }
      }
    },
  },
  {
    code: "FIELD_LIMITS_CROSSED",
    severity: "error",
    rule: "The least is not above the most.",
    *find(survey) {
      for (const { field, type, min, max } of limited(survey)) {
        const { fits } = spelling(type.kind);
        if (!fits(min) || !fits(max) || compareDecimals(String(min), String(max)) <= 0) continue;
        yield found(field, { min, max }, "Swap min and max, or mend one of them: no value satisfies both.");
      }
    },
  },
  {
    code: "PRECISION_OUT_OF_RANGE",
    severity: "error",
    rule: "The precision of a decimal is a whole number from 1 to 1000.",
    *find(survey) {
      for (const { field, type } of decimals(survey)) {
        if (!isPrecise(type.precision))
          yield found(field, type.precision, "Write, for instance, precision: 12.");
      }
    },
  },
  {
    code: "SCALE_OUT_OF_RANGE",
    severity: "error",
    rule: "The scale of a decimal is a whole number from 0 to its precision.",
    *find(survey) {
      for (const { field, type } of decimals(survey)) {
        const fits = Number.isInteger(type.scale) && type.scale >= 0 && type.scale <= type.precision;
        if (!fits && isPrecise(type.precision)) {
          yield found(
            field,
            type.scale,
            `Write a scale from 0 to ${type.precision}, or a greater precision.`,
          );
        }
      }
    },
  },
];
