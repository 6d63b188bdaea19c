import type { EntityModel } from "@lintel/runtime/tools";
import { type Code, object, property, text } from "../../code/index.js";
import type { Field } from "./samples.js";

/** A row that keeps a check, and one that breaks it; undefined where that takes a person. */
export function rowsForCheck(
  entity: EntityModel,
  filter: { readonly [field: string]: unknown },
): { readonly keeping: Code; readonly breaking: Code; readonly fields: readonly string[] } | undefined {
  const [[name, asked] = [], second] = Object.entries(filter);
  if (name === undefined || second !== undefined || typeof asked !== "object" || asked === null)
    return undefined;
  const [[comparison, operand] = [], more] = Object.entries(asked);
  const offsets = comparison === undefined || more !== undefined ? undefined : offsetsOf[comparison];
  const field = entity.byName.get(name);
  if (!offsets || !field) return undefined;
  const other = otherField(entity, operand);
  const base = other ? baseFor(other.type) : Number(operand);
  if (other === undefined && typeof operand !== "number") return undefined;
  const row = (offset: number) => {
    const value = valueAt(field.type, base + offset);
    const beside = other && valueAt(other.type, base);
    if (value === undefined || (other && beside === undefined)) return undefined;
    return object([
      property(name, value),
      ...(other && beside !== undefined ? [property(other.name, beside)] : []),
    ]);
  };
  const [keeping, breaking] = [row(offsets[0]), row(offsets[1])];
  if (keeping === undefined || breaking === undefined) return undefined;
  return { keeping, breaking, fields: [name, ...(other ? [other.name] : [])] };
}

/** How far from what it is compared with a value is that just holds, and one that just does not. */
const offsetsOf: { readonly [comparison: string]: readonly [number, number] } = {
  lt: [-1, 0],
  lte: [0, 1],
  gt: [1, 0],
  gte: [0, -1],
};

function otherField(entity: EntityModel, operand: unknown) {
  const name =
    typeof operand === "object" && operand !== null
      ? (operand as { fieldValue?: unknown }).fieldValue
      : undefined;
  return typeof name === "string" ? entity.byName.get(name) : undefined;
}

/** Somewhere between the limits of a number, with room on both sides. */
function baseFor(type: Field["type"]): number {
  if (!("min" in type) && !("max" in type)) return 10;
  const least = Number((type as { readonly min?: unknown }).min ?? 0);
  return Math.max(10, Math.ceil(least) + 2);
}

/** The number as a value of the field, where it is within its limits. */
function valueAt(type: Field["type"], value: number): Code | undefined {
  switch (type.kind) {
    case "integer":
    case "bigint":
    case "decimal":
    case "money": {
      const isWithin = value >= Number(type.min ?? value) && value <= Number(type.max ?? value);
      if (!isWithin || !Number.isInteger(value)) return undefined;
      if ((type.kind === "decimal" || type.kind === "money") && type.precision - type.scale < 3)
        return undefined;
      return type.kind === "integer" ? String(value) : text(String(value));
    }
    case "date":
      return text(new Date(Date.UTC(2026, 10, value)).toISOString().slice(0, 10));
    case "timestamp":
      return text(new Date(Date.UTC(2026, 10, value)).toISOString());
    default:
      return undefined;
  }
}
