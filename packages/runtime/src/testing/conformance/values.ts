import fc, { type Arbitrary } from "fast-check";
import type { OpenApiDocument } from "../../http/openapi/index.js";
import { follow, refersTo, type Schema } from "./document.js";
import { fresh, linkTo, self } from "./link.js";

/** Characters of a generated text at most, where its limit is further away than {@link nearLimit}. */
const usualLength = 40;
/** A limit up to which texts are generated that are exactly as long. */
export const nearLimit = 6_000;
const usualItems = 4;

/**
 * Values that satisfy a schema of the document, ids among them as links. Texts are of all of Unicode but NUL, which
 * PostgreSQL cannot hold.
 */
export function valuesOf(document: OpenApiDocument, given: Schema): Arbitrary<unknown> {
  const schema = follow(document, given);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const alternatives = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (alternatives) return fc.oneof(...alternatives.map((one) => valuesOf(document, one)));
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]) as readonly string[];
  return fc.oneof(
    ...types.map((type) => ({
      weight: type === "null" ? 1 : 3,
      arbitrary: valuesOfType(document, schema, type),
    })),
  );
}

function valuesOfType(
  document: OpenApiDocument,
  schema: Schema,
  type: string | undefined,
): Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({
        min: Number(schema.minimum ?? -(2 ** 31)),
        max: Number(schema.maximum ?? 2 ** 31 - 1),
      });
    case "number":
      return fc.integer({ min: -1_000, max: 1_000 }).map((whole) => whole / 4);
    case "string":
      return texts(schema);
    case "array":
      return lists(document, schema);
    default:
      return objects(document, schema);
  }
}

function objects(document: OpenApiDocument, schema: Schema): Arbitrary<unknown> {
  const properties = (schema.properties ?? {}) as { readonly [name: string]: Schema };
  const required = (schema.required ?? []) as readonly string[];
  const all = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valuesOf(document, one)])),
    { requiredKeys: [...required], noNullPrototype: true },
  );
  const atLeast = Number(schema.minProperties ?? 0);
  return atLeast === 0 ? all : all.filter((made) => Object.keys(made).length >= atLeast);
}

/** A name and the same name with a minus are one field to sort by, which may be named once. */
function lists(document: OpenApiDocument, schema: Schema): Arbitrary<unknown> {
  const items = (schema.items ?? {}) as Schema;
  const min = Number(schema.minItems ?? 0);
  return fc.uniqueArray(valuesOf(document, items), {
    minLength: min,
    maxLength: Math.max(min, Math.min(usualItems, Number(schema.maxItems ?? usualItems))),
    selector: (one) => (typeof one === "string" ? one.replace(/^-/, "") : JSON.stringify(one)),
  });
}

function texts(schema: Schema): Arbitrary<string> {
  const number = fc.nat({ max: 999 });
  switch (schema.format) {
    case "uuid": {
      const resource = refersTo(schema);
      return resource === undefined
        ? fc.oneof({ weight: 3, arbitrary: fc.constant(fresh) }, fc.constant(self))
        : fc.oneof(
            { weight: 6, arbitrary: number.map((pick) => linkTo(resource, pick)) },
            { weight: 4, arbitrary: fc.constant(self) },
            fc.constant(fresh),
          );
    }
    case "email":
      return fc
        .tuple(fc.stringMatching(/^[a-z0-9][a-z0-9.!#$%&'*+/=?^_`{|}~-]{0,20}$/), fc.uuid())
        .map(([local, domain]) => `${local.replace(/\.+/g, ".").replace(/\.$/, "")}@${domain}.example`);
    case "date":
      return moments.map((moment) => moment.toISOString().slice(0, 10));
    case "date-time":
      return fc.tuple(moments, fc.constantFrom("Z", "+02:00", "-11:30")).map(([moment, zone]) => {
        return `${moment.toISOString().slice(0, 23)}${zone}`;
      });
    case "uri":
      return fc.tuple(fc.uuid(), fc.webPath()).map(([host, path]) => `https://${host}.example${path}`);
    case "decimal":
      return decimals(schema);
    case "int64":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
    default:
      return typeof schema.pattern === "string" ? matching(schema, schema.pattern) : anyText(schema);
  }
}

const moments = fc.date({
  min: new Date("0001-01-03T00:00:00Z"),
  max: new Date("9999-12-29T00:00:00Z"),
  noInvalidDate: true,
});

/** Within the digits that the pattern gives; where words set closer bounds, only the document's own example is sure. */
function decimals(schema: Schema): Arbitrary<string> {
  const example = String((schema.examples as unknown[] | undefined)?.[0] ?? "0");
  if (
    /, (?:from|at most|at least) |, [^,]+ or (?:more|less)/.test(
      String(schema.description ?? "").replace(", 0 or more", ""),
    )
  )
    return fc.constant(example);
  const pattern = String(schema.pattern ?? "");
  const whole = pattern.includes("(0|[1-9]")
    ? Number(/\{0,(\d+)\}/.exec(pattern)?.[1] ?? 0) + 1
    : pattern.includes("[0-9])")
      ? 1
      : 0;
  const scale = Number(/\[\.\]\[0-9\]\{1,(\d+)\}/.exec(pattern)?.[1] ?? 0);
  const digits = fc.bigInt({ min: 0n, max: 10n ** BigInt(whole) - 1n });
  const fraction = fc.stringMatching(new RegExp(`^[0-9]{0,${scale}}$`));
  return fc
    .tuple(digits, fraction)
    .map(([before, after]) => (after === "" ? `${before}` : `${before}.${after}`));
}

function matching(schema: Schema, pattern: string): Arbitrary<string> {
  const expression = new RegExp(pattern, "u");
  return fc
    .stringMatching(new RegExp(pattern))
    .map((text) => text.replaceAll("\0", ""))
    .filter((text) => expression.test(text) && isWithin(schema, text));
}

/** Texts without a form: mostly short, now and then as long as may be. */
function anyText(schema: Schema): Arbitrary<string> {
  const minLength = Number(schema.minLength ?? 0);
  const limit = Number(schema.maxLength ?? usualLength);
  const text = (min: number, max: number) =>
    fc
      .string({ unit: "binary", minLength: min, maxLength: Math.max(min, max) })
      .map((made) => made.replaceAll("\0", "0"));
  const usual = text(minLength, Math.min(usualLength, limit));
  return limit > nearLimit
    ? usual
    : fc.oneof(
        { weight: 9, arbitrary: usual },
        fc.constant(null).map(() => "𝒳".repeat(limit)),
      );
}

function isWithin(schema: Schema, text: string): boolean {
  const length = [...text].length;
  return (
    length >= Number(schema.minLength ?? 0) && length <= Number(schema.maxLength ?? Number.POSITIVE_INFINITY)
  );
}
