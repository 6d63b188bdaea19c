import fc from "fast-check";
import type { EntityModel, FieldModel, FieldType } from "../../blueprint/index.js";
import { resolve } from "../../blueprint/index.js";
import {
  anyone,
  bigint,
  boolean,
  date,
  decimal,
  email,
  entity,
  enumeration,
  integer,
  json,
  list,
  money,
  object,
  service,
  system,
  text,
  timestamp,
  url,
  uuid,
} from "../../index.js";

const thing = entity(
  {
    name: text().optional(),
    other: text().optional(),
    contact: email().optional(),
    page: url().optional(),
    state: enumeration("new", "used", "it's").optional(),
    count: integer().optional(),
    total: integer().optional(),
    serial: bigint().optional(),
    weight: decimal({ precision: 20, scale: 6 }).optional(),
    price: money().optional(),
    isGood: boolean().optional(),
    isBad: boolean().optional(),
    day: date().optional(),
    until: date().optional(),
    seenAt: timestamp().optional(),
    heardAt: timestamp().optional(),
    batch: uuid().optional(),
    twin: uuid().optional(),
    settings: json({}).optional(),
    place: object({ street: text(), lots: list(integer()) }).optional(),
    tags: list(text()).optional(),
    serials: list(bigint()).optional(),
    weights: list(decimal({ precision: 20, scale: 6 })).optional(),
    moments: list(timestamp()).optional(),
    days: list(date()).optional(),
    truths: list(boolean()).optional(),
    places: list(object({ street: text() })).optional(),
  },
  { feed: true, access: { read: anyone, write: anyone } },
);

/** A feed whose rows have a field, or two, of every kind, none of them required. */
export const everyKind = system("everykind", {
  version: 1,
  services: [service("every", { entities: { thing } })],
});
export const everyKindModel = resolve(everyKind);
export const thingModel: EntityModel = onlyEntity();

function onlyEntity(): EntityModel {
  const found = everyKindModel.services[0]?.entities[0];
  if (!found) throw new TypeError("There is an entity.");
  return found;
}

const hostile = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 8 }),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom(
      "",
      "a",
      "A",
      "ab",
      "aB%",
      "a_b",
      "K",
      "k",
      "\u212a",
      "İ",
      "i",
      "I",
      "ı",
      "ß",
      "Σ",
      "é",
      "É",
    ),
    fc.constantFrom(
      '"',
      "\\",
      "\\\\",
      '\\"',
      "\n\r\t\b\f\v\u001f\u007f",
      "\u2028",
      "😀",
      "\uffff",
      "{",
      "[,]",
    ),
  )
  .filter((one) => !/[\0\p{Cs}]/u.test(one));
const moment = fc
  .oneof(
    fc.date({
      min: new Date("0001-01-02T00:00:00Z"),
      max: new Date("9999-12-30T00:00:00Z"),
      noInvalidDate: true,
    }),
    fc.constantFrom(new Date("2026-03-29T01:30:00Z"), new Date("2026-03-29T01:30:00.120Z")),
  )
  .chain((at) =>
    fc
      .constantFrom("", "000", "001", "120", "999")
      .map((micros) => at.toISOString().replace("Z", `${micros}Z`)),
  );
const day = fc.oneof(
  fc.constantFrom("0001-01-01", "9999-12-31", "2026-02-28", "2026-03-01"),
  moment.map((at) => at.slice(0, 10)),
);
const scaled = (digits: number, scale: number) =>
  fc.oneof(
    fc.constantFrom("0", "1", "1.5", "-1.50", "0.1"),
    fc
      .tuple(
        fc.bigInt({ min: -(10n ** BigInt(digits)) + 1n, max: 10n ** BigInt(digits) - 1n }),
        fc.nat({ max: 10 ** scale - 1 }),
      )
      .map(([whole, part]) => `${whole}.${String(part).padStart(scale, "0")}`),
  );
const ids = fc.oneof(
  fc.constantFrom("00000000-0000-7000-8000-000000000001", "ffffffff-ffff-4fff-bfff-ffffffffffff"),
  fc.uuid(),
);
const mail = fc.constantFrom("ada@example.org", "ADA@Example.org", "Kit@example.org", "i@x.org", "I@x.ORG");

/** A value that a column of this type may hold, as PostgreSQL reads it. What a client could not send is among them. */
export function storedValue(type: FieldType): fc.Arbitrary<string> {
  switch (type.kind) {
    case "email":
      return mail;
    case "url":
      return fc.constantFrom("https://example.org/", "https://example.org/a?b=%20");
    case "enumeration":
      return fc.constantFrom(...type.values);
    case "integer":
      return fc.oneof(fc.constantFrom("0", "1", "-1", "2147483647"), fc.integer().map(String));
    case "bigint":
      return fc.oneof(
        fc.constantFrom("0", "1", "-1", "9007199254740993", "9007199254740992"),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
      );
    case "decimal":
    case "money":
      return scaled(type.precision - type.scale, type.scale).map((one) =>
        type.kind === "money" ? one.replace("-", "") : one,
      );
    case "boolean":
      return fc.constantFrom("true", "false");
    case "date":
      return day;
    case "timestamp":
      return moment;
    case "uuid":
    case "reference":
      return ids;
    case "json":
      return fc
        .jsonValue()
        .map((value) => JSON.stringify(value))
        .filter((one) => one !== "null" && !one.includes("\\u0000") && !/\\ud[89a-f]/i.test(one));
    case "object":
      return hostile.map((street) => JSON.stringify({ street, lots: [1, 2] }));
    case "list": {
      const item = type.item.type;
      if (item.kind === "object")
        return fc
          .array(hostile, { maxLength: 2 })
          .map((streets) => JSON.stringify(streets.map((street) => ({ street }))));
      return fc
        .array(storedValue(item), { maxLength: 3 })
        .map((items) => `{${items.map((one) => `"${one.replace(/["\\]/g, "\\$&")}"`).join(",")}}`);
    }
    default:
      return hostile;
  }
}

/** Its fields that the system does not keep itself. */
export const thingFields: readonly FieldModel[] = thingModel.fields.filter(({ system }) => !system);

/** The values of a row of `thing`, in the order of {@link thingFields}. */
export const thingRow: fc.Arbitrary<readonly (string | null)[]> = fc.tuple(
  ...thingFields.map(({ type }) => fc.option(storedValue(type), { nil: null, freq: 5 })),
);
