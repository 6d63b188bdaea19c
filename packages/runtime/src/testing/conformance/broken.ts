import fc, { type Arbitrary } from "fast-check";
import type { OpenApiDocument } from "../../http/openapi/index.js";
import { follow, type Schema } from "./document.js";
import { nearLimit, valuesOf } from "./values.js";

/** A value that breaks one rule of its schema, and which. */
export interface Broken {
  readonly value: unknown;
  readonly rule: string;
}

/** How deep in a value a rule is broken. */
const deepest = 3;

/** For each rule of a schema, values that satisfy it but for that one. None where every value satisfies it. */
export function brokenValuesOf(document: OpenApiDocument, given: Schema): readonly Arbitrary<Broken>[] {
  return waysOf(document, given, "", deepest);
}

function waysOf(document: OpenApiDocument, given: Schema, at: string, depth: number): Arbitrary<Broken>[] {
  const schema = follow(document, given);
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]) as readonly (string | undefined)[];
  const broken = (rule: string, values: Arbitrary<unknown>) =>
    values.map((value) => ({ value, rule: `${at || "/"} ${rule}` }));
  const wrong = otherTypes.filter(
    ([type]) => !types.includes(type) && !(type === "integer" && types.includes("number")),
  );
  const ways =
    schema.type === undefined ? [] : [broken("type", fc.constantFrom(...wrong.map(([, value]) => value)))];
  if (types.includes("string"))
    ways.push(...brokenTexts(schema).map(([rule, values]) => broken(rule, values)));
  if (types.includes("integer"))
    ways.push(...brokenNumbers(schema).map(([rule, values]) => broken(rule, values)));
  if (depth === 0) return ways;
  if (types.includes("array")) ways.push(...brokenLists(document, schema, at, depth));
  if (types.includes("object")) ways.push(...brokenObjects(document, schema, at, depth));
  return ways;
}

const otherTypes: readonly (readonly [type: string, value: unknown])[] = [
  ["null", null],
  ["boolean", true],
  ["integer", 7],
  ["string", "text"],
  ["array", ["text"]],
  ["object", { text: "text" }],
];

function brokenTexts(schema: Schema): [rule: string, values: Arbitrary<unknown>][] {
  const {
    minLength = 0,
    maxLength = 0,
    format,
  } = schema as { minLength?: number; maxLength?: number; format?: string };
  const of: [string, Arbitrary<unknown>][] = [];
  if (Array.isArray(schema.enum)) of.push(["enum", fc.string({ minLength: 12, maxLength: 12 })]);
  if (maxLength > 0 && maxLength <= nearLimit)
    of.push(["maxLength", fc.constantFrom("a".repeat(maxLength + 1), "𝒳".repeat(maxLength + 1))]);
  if (minLength > 0) of.push(["minLength", fc.constant("a".repeat(minLength - 1))]);
  if (format !== undefined || schema.pattern !== undefined) of.push(["form", fc.constantFrom(...misshapen)]);
  return of;
}

/** Nearly a date, a time, an id, an amount, an address. */
const misshapen = [
  "",
  " ",
  "2026-02-30",
  "2026-13-01T00:00:00Z",
  "2026-01-01T25:00:00Z",
  "2026-01-01 00:00",
  "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c1",
  "1e3",
  "1,50",
  "01.00",
  "+1.00",
  "1.",
  ".5",
  "NaN",
  "Infinity",
  "1.00000000000000000000000001",
  "99999999999999999999999999999999.99",
  "ada@",
  "@example.com",
  "a b@example.com",
  "javascript:alert(1)",
  "//example.com",
  "us",
  "🙂",
];

function brokenNumbers(schema: Schema): [rule: string, values: Arbitrary<unknown>][] {
  const { minimum = -(2 ** 31), maximum = 2 ** 31 - 1 } = schema as { minimum?: number; maximum?: number };
  return [
    ["minimum", fc.constantFrom(minimum - 1, -(2 ** 53) + 1)],
    ["maximum", fc.constantFrom(maximum + 1, 2 ** 53 - 1, 2 ** 31)],
    ["integer", fc.constant(minimum + 0.5)],
  ];
}

function brokenLists(
  document: OpenApiDocument,
  schema: Schema,
  at: string,
  depth: number,
): Arbitrary<Broken>[] {
  const items = (schema.items ?? {}) as Schema;
  const min = Number(schema.minItems ?? 0);
  const max = Number(schema.maxItems ?? Number.POSITIVE_INFINITY);
  const many = valuesOf(document, items).map((one) => Array.from({ length: max + 1 }, () => one));
  const one = waysOf(document, items, `${at}/0`, depth - 1);
  return [
    ...(min > 0 ? [fc.constant({ value: [], rule: `${at} minItems` })] : []),
    ...(max <= 1_000 ? [many.map((value) => ({ value, rule: `${at} maxItems` }))] : []),
    ...one.map((way) => way.map(({ value, rule }) => ({ value: [value], rule }))),
  ];
}

function brokenObjects(
  document: OpenApiDocument,
  schema: Schema,
  at: string,
  depth: number,
): Arbitrary<Broken>[] {
  const properties = Object.entries((schema.properties ?? {}) as { readonly [name: string]: Schema });
  const required = (schema.required ?? []) as readonly string[];
  const whole = valuesOf(document, { ...schema, type: "object" }) as Arbitrary<{
    readonly [name: string]: unknown;
  }>;
  const withOne = (name: string, broken: Arbitrary<Broken>) =>
    fc
      .tuple(whole, broken)
      .map(([value, one]) => ({ value: { ...value, [name]: one.value }, rule: one.rule }));
  const inner = properties.flatMap(([name, one]) => {
    return waysOf(document, one, `${at}/${name}`, depth - 1).map((way) => withOne(name, way));
  });
  const missing = required.map((name) =>
    whole.map((value) => {
      const { [name]: _, ...rest } = value;
      return { value: rest, rule: `${at}/${name} required` };
    }),
  );
  const unknown =
    schema.additionalProperties === false
      ? [
          whole.map((value) => ({
            value: { ...value, notOneOfThese: 1 },
            rule: `${at} additionalProperties`,
          })),
        ]
      : [];
  return [...inner, ...missing, ...unknown];
}
