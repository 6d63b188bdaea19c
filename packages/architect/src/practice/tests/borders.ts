import { array, type Code, sequence, text } from "../../code/index.js";
import { textAgainst } from "./pattern.js";
import { type Field, type Sampling, sampleObject, sampleOf } from "./samples.js";

/** A value at the border of what a field takes. */
export interface Border {
  /** In words, after "takes" or "refuses": `201 characters`. */
  readonly words: string;
  readonly isTaken: boolean;
  readonly value: Code;
  /** Below the field, of what is at fault: `/0/quantity`. */
  readonly pointer: string;
}

/** Values on both sides of each border that the field has. */
export function bordersOf(field: Field, name: string, sampling: Sampling): readonly Border[] {
  const { type } = field;
  switch (type.kind) {
    case "text":
      return textBorders(type);
    case "integer":
      return [
        ...side(type.min, String, (value) => String(value - 1)),
        ...side(type.max, String, (value) => String(value + 1)),
        refused("a fraction", "1.5"),
      ];
    case "bigint":
      return [
        ...side(type.min, text, (value) => text(String(BigInt(value) - 1n))),
        ...side(type.max, text, (value) => text(String(BigInt(value) + 1n))),
      ];
    case "decimal":
    case "money":
      return decimalBorders(type);
    case "enumeration":
      return [
        ...type.values.map((one) => taken(one, sequence(text(one), " as const"))),
        refused("what is none of its values", text(otherThan(type.values))),
      ];
    case "email":
      return [refused("what is no e-mail address", text("ada at example.com"))];
    case "url":
      return [refused("what is no http address", text("ftp://example.com/a"))];
    case "date":
      return [refused("a day that no calendar has", text("2026-02-30"))];
    case "timestamp":
      return [refused("a moment that no clock has", text("2026-11-23T25:00:00Z"))];
    case "uuid":
    case "reference":
      return [refused("what is no id", text("1"))];
    case "boolean":
      return [refused("a text", text("yes"))];
    case "list":
      return listBorders(type, name, sampling);
    case "object":
      return objectBorders(type.shape, sampling);
    default:
      return [];
  }
}

const taken = (words: string, value: Code, pointer = ""): Border => ({
  words,
  isTaken: true,
  value,
  pointer,
});
const refused = (words: string, value: Code, pointer = ""): Border => ({
  words,
  isTaken: false,
  value,
  pointer,
});

/** The border value itself, and the one beyond. */
function side<V extends number | string>(
  border: V | undefined,
  at: (border: V) => string,
  beyond: (border: V) => string,
): readonly Border[] {
  if (border === undefined) return [];
  const outside = beyond(border);
  return [taken(String(border), at(border)), refused(outside.replaceAll('"', ""), outside)];
}

function textBorders({ min, max, pattern }: Extract<Field["type"], { kind: "text" }>): readonly Border[] {
  if (pattern !== undefined) {
    const against = textAgainst(pattern, min, max);
    return against === undefined ? [] : [refused(`what ${pattern} does not take`, text(against))];
  }
  const long = (length: number): Code =>
    length < 12 ? text("x".repeat(length)) : sequence(text("x"), `.repeat(${length})`);
  return [
    ...(min !== undefined && min > 0
      ? [taken(characters(min), long(min)), refused(characters(min - 1), long(min - 1))]
      : []),
    ...(max === undefined
      ? []
      : [taken(characters(max), long(max)), refused(characters(max + 1), long(max + 1))]),
  ];
}

function characters(count: number): string {
  return count === 0 ? "an empty text" : `${count} character${count === 1 ? "" : "s"}`;
}

function decimalBorders(type: Extract<Field["type"], { kind: "decimal" | "money" }>): readonly Border[] {
  const { precision, scale, min, max } = type;
  const finer = `${min?.startsWith("-") === false && Number(min) > 1 ? min.split(".")[0] : "1"}.${"0".repeat(scale)}1`;
  const digits = precision - scale;
  const highest = digits === 0 ? "0" : "9".repeat(digits);
  const tooHigh = `1${"0".repeat(digits)}`;
  return [
    ...(min === undefined
      ? []
      : [taken(min, text(min)), refused(step(min, scale, -1n), text(step(min, scale, -1n)))]),
    ...(max === undefined
      ? [taken(highest, text(highest)), refused(tooHigh, text(tooHigh))]
      : [taken(max, text(max)), refused(step(max, scale, 1n), text(step(max, scale, 1n)))]),
    refused(`${scale + 1} digits after the point`, text(finer)),
  ];
}

/** The decimal that is one step of its last digit away. */
function step(decimal: string, scale: number, by: bigint): string {
  const [whole = "0", fraction = ""] = decimal.replace("-", "").split(".");
  const sign = decimal.startsWith("-") ? -1n : 1n;
  const units = sign * BigInt(whole + fraction.padEnd(scale, "0")) + by;
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const cut = digits.length - scale;
  return `${units < 0n ? "-" : ""}${digits.slice(0, cut)}${scale > 0 ? `.${digits.slice(cut)}` : ""}`;
}

function listBorders(
  type: Extract<Field["type"], { kind: "list" }>,
  name: string,
  sampling: Sampling,
): readonly Border[] {
  const { min, max, item } = type;
  const one = sampleOf(item, name, { ...sampling, path: `${sampling.path}[]`, isUnique: false });
  const many = (length: number): Code =>
    length === 0
      ? "[]"
      : length === 1
        ? array([one])
        : sequence(`Array.from({ length: ${length} }, () => `, inParentheses(one), ")");
  const items = (count: number) => (count === 0 ? "no item" : `${count} item${count === 1 ? "" : "s"}`);
  return [
    ...(min !== undefined && min > 0
      ? [taken(items(min), many(min)), refused(items(min - 1), many(min - 1))]
      : []),
    ...(max === undefined ? [] : [taken(items(max), many(max)), refused(items(max + 1), many(max + 1))]),
    ...bordersOf(item, name, sampling).map(
      (border): Border => ({
        words: `an item with ${border.words}`,
        isTaken: border.isTaken,
        value: array([border.value]),
        pointer: `/0${border.pointer}`,
      }),
    ),
  ].filter(({ isTaken, pointer }) => !isTaken || pointer === "" || (min ?? 0) <= 1);
}

function objectBorders(
  shape: { readonly [name: string]: { readonly definition: Field } },
  sampling: Sampling,
): readonly Border[] {
  return Object.entries(shape).flatMap(([name, { definition }]) =>
    bordersOf(definition, name, { ...sampling, path: `${sampling.path}.${name}` }).map(
      (border): Border => ({
        words: `${border.words} as ${name}`,
        isTaken: border.isTaken,
        value: sampleObject(shape, sampling, { [name]: border.value }),
        pointer: `/${name}${border.pointer}`,
      }),
    ),
  );
}

/** What a function without a body gives back: an object stands in parentheses there. */
function inParentheses(code: Code): Code {
  return typeof code !== "string" && code.kind === "list" && code.open === "{"
    ? sequence("(", code, ")")
    : code;
}

function otherThan(values: readonly string[]): string {
  for (let other = "other"; ; other += "-other") if (!values.includes(other)) return other;
}
