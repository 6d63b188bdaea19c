import type { FieldModel } from "@lintel/runtime/tools";
import { usualNumericBytes } from "../layout/numeric.js";

type FieldType = FieldModel["type"];

/** What the names of text fields say of their length, on average in bytes: rules of thumb, which a sample replaces. */
const usualTexts: readonly {
  readonly words: RegExp;
  readonly bytes: number;
  readonly title: string;
}[] = [
  { words: /hash|digest/i, bytes: 97, title: "a hash of a password (argon2id)" },
  { words: /token|secret|signature/i, bytes: 64, title: "a token or a signature" },
  {
    words: /body|content|article|transcript|text$/i,
    bytes: 3_000,
    title: "a text that people read for minutes",
  },
  { words: /description|summary|reason|note|comment|message|remark/i, bytes: 150, title: "some sentences" },
  { words: /url|link|path|file/i, bytes: 60, title: "an address of a page or a file" },
  { words: /street|address|title|headline|subject|caption/i, bytes: 35, title: "a line" },
  {
    words: /code|number|zip|postal|phone|currency|country|language|state|kind|sku/i,
    bytes: 10,
    title: "a code",
  },
  { words: /name|city|place|town/i, bytes: 15, title: "a name" },
];

/** Of any other text. */
const anyText = 30;
/** From a third of what is usual up to as much more: the spread of lengths, where nobody has measured it. */
const spread = [0.3, 0.5, 0.7, 0.85, 1, 1.15, 1.35, 1.65, 2];

/** A compressed text is kept in about this part of its size, where it is long enough to be compressed at all (pglz on prose). A rule of thumb. */
export const proseCompressedTo = 0.6;

/** Lengths of the values of a field that varies, where nobody has measured them; of a fixed type none. */
export function usualLengths(field: Pick<FieldModel, "name" | "type">): readonly number[] {
  const { name, type } = field;
  switch (type.kind) {
    case "text":
      return around(textBytes(name), type.min ?? 0, type.max);
    case "email":
      return around(24, 6, 254);
    case "url":
      return around(60, 10, type.max);
    case "enumeration":
      return type.values.map((value) => Buffer.byteLength(value)).toSorted((a, b) => a - b);
    case "decimal":
    case "money":
      return [usualNumericBytes(type.precision, type.scale)];
    case "json":
    case "object":
      return around(jsonBytes(type), 8, undefined);
    case "list":
      return around(listBytes(type), 12, undefined);
    default:
      return [];
  }
}

function textBytes(name: string): number {
  return usualTexts.find(({ words }) => words.test(name))?.bytes ?? anyText;
}

function around(mean: number, least: number, most: number | undefined): readonly number[] {
  const top = most ?? Number.POSITIVE_INFINITY;
  const middle = Math.min(mean, (least + top) / 2);
  return spread.map((part) => Math.round(Math.min(top, Math.max(least, middle * part))));
}

/** Of a binary object: a head of four bytes, four for each key and each value, and these themselves (src/include/utils/jsonb.h). */
function jsonBytes(type: Extract<FieldType, { kind: "json" | "object" }>): number {
  if (type.kind === "json") return 200;
  const fields = Object.entries(type.shape);
  return fields.reduce(
    (sum, [name, field]) => sum + 8 + name.length + scalarBytes(name, field.definition.type),
    4,
  );
}

/** Three items, unless its limits say otherwise, behind a head of twenty bytes (src/include/utils/array.h). */
function listBytes(type: Extract<FieldType, { kind: "list" }>): number {
  const items = Math.min(type.max ?? 3, Math.max(type.min ?? 0, 3));
  return 20 + items * (4 + scalarBytes("", type.item.type));
}

function scalarBytes(name: string, type: FieldType): number {
  switch (type.kind) {
    case "uuid":
    case "reference":
      return 16;
    case "integer":
    case "boolean":
    case "date":
      return 4;
    case "bigint":
    case "timestamp":
      return 8;
    default: {
      const lengths = usualLengths({ name, type });
      return lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, lengths.length);
    }
  }
}
