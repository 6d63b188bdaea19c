import type { FieldModel } from "@lintel/runtime/tools";
import { type Code, data, object, property, sequence, text } from "../../code/index.js";
import { sampleOfPattern } from "./pattern.js";
import { sampleOfSchema } from "./schema-sample.js";

/** A field of a table, or of what a command takes. */
export type Field = Pick<FieldModel, "type" | "modifiers">;

export interface Sampling {
  /** `catalog.product.name`: for what is said where a value cannot be guessed. */
  readonly path: string;
  /** Another value each time. */
  readonly isUnique: boolean;
  /** The id of a row of the entity that a reference is to. */
  readonly idOf: (target: string) => Code;
}

/** The helper that is called where a value cannot be guessed: it fails, and says what is to be stated. */
export const toBeStated = (what: string): Code => sequence("toBeStated(", text(what), ")");

/** A value that the field takes, as TypeScript. */
export function sampleOf(field: Field, name: string, sampling: Sampling): Code {
  const { type } = field;
  const { isUnique, path } = sampling;
  switch (type.kind) {
    case "text":
      return sampleText(type, name, sampling);
    case "email":
      return isUnique ? numbered("ada", "@example.com") : text("ada@example.com");
    case "url":
      return isUnique ? numbered("https://example.com/") : text("https://example.com/a");
    case "integer": {
      const least = Math.max(type.min ?? 1, Math.min(1, type.max ?? 1));
      return isUnique ? (least > 1 ? `${least} + next()` : "next()") : String(least);
    }
    case "bigint":
      return isUnique && type.min === undefined ? "String(next())" : text(type.min ?? "42");
    case "decimal":
    case "money":
      return isUnique ? "String(next())" : text(sampleDecimal(type));
    case "boolean":
      return "true";
    case "date":
      return isUnique ? "new Date(next() * 86_400_000).toISOString().slice(0, 10)" : text("2026-11-23");
    case "timestamp":
      return isUnique ? "new Date(next() * 1_000).toISOString()" : text("2026-11-23T09:30:00.000Z");
    case "uuid":
      return "crypto.randomUUID()";
    case "enumeration":
      return sequence(text(type.values[0] ?? ""), " as const");
    case "reference":
      return sampling.idOf(type.target);
    case "list": {
      const items = Array.from({ length: Math.max(1, type.min ?? 1) }, () =>
        sampleOf(type.item, name, { ...sampling, path: `${path}[]`, isUnique: false }),
      );
      return { kind: "list", open: "[", items, close: "]", padding: "" };
    }
    case "object":
      return sampleObject(type.shape, sampling);
    case "json": {
      const example = sampleOfSchema(type.schema);
      return example === undefined
        ? toBeStated(`a value of ${path}: what its JSON Schema takes`)
        : sequence(data(example), " as never");
    }
    case "many":
      return "[]";
  }
}

/** What must be there of an object's fields. */
export function sampleObject(
  shape: { readonly [name: string]: { readonly definition: Field } },
  sampling: Sampling,
  changed: { readonly [name: string]: Code } = {},
): Code {
  const names = Object.entries(shape).filter(
    ([name, { definition }]) => name in changed || isNeeded(definition),
  );
  return object(
    names.map(([name, { definition }]) =>
      property(
        name,
        changed[name] ?? sampleOf(definition, name, { ...sampling, path: `${sampling.path}.${name}` }),
      ),
    ),
  );
}

/** Whether the field has to be given. */
export function isNeeded({ type, modifiers }: Field): boolean {
  return type.kind !== "many" && !modifiers.optional && modifiers.default === undefined;
}

function sampleText(
  { min, max, pattern }: Extract<Field["type"], { kind: "text" }>,
  name: string,
  { isUnique, path }: Sampling,
): Code {
  if (pattern !== undefined) {
    const sample = isUnique ? undefined : sampleOfPattern(pattern, min, max);
    return sample === undefined
      ? toBeStated(`${isUnique ? "another value each time" : "a value"} of ${path}: what ${pattern} takes`)
      : text(sample);
  }
  const words = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  const said = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  const most = max ?? 1_000;
  if (!isUnique) {
    if ((min ?? 0) > 100) return sequence(text("x"), `.repeat(${min})`);
    return text(said.slice(0, most).padEnd(min ?? 0, "."));
  }
  if (most < said.length + 6)
    return (min ?? 0) > 1 ? `String(next()).padStart(${min}, "0")` : "String(next())";
  const each = numbered(`${said} `);
  return (min ?? 0) > said.length + 2 ? `${each}.padEnd(${min}, ".")` : each;
}

/** A template literal with another number each time. */
function numbered(before: string, after = ""): string {
  return ["`", before, "$", "{next()}", after, "`"].join("");
}

function sampleDecimal(type: Extract<Field["type"], { kind: "decimal" | "money" }>): string {
  const { precision, scale, min, max } = type;
  const usual = scale > 0 ? `19.${"9".repeat(1)}${"0".repeat(scale - 1)}` : "19";
  const fits = precision - scale >= 2 && Number(min ?? 0) <= 19 && Number(max ?? 20) >= 20;
  return fits ? usual : (min ?? max ?? "0");
}
