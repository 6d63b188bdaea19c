import {
  bigint,
  boolean,
  date,
  decimal,
  email,
  enumeration,
  integer,
  json,
  list,
  money,
  reference,
  text,
  timestamp,
  url,
  uuid,
} from "../../../blueprint/index.js";

/** Any field that can be made optional and unique and be given a value. */
type AnyMadeField = ReturnType<typeof text>;

/** A kind of field in three forms, what it may hold, and a default that all its forms allow. */
interface FieldKind {
  readonly forms: readonly [AnyMadeField, AnyMadeField, AnyMadeField];
  /** Values as PostgreSQL reads them; not every form holds every one. */
  readonly values: readonly string[];
  readonly preset?: unknown;
  /** False for what PostgreSQL could keep unique, but nobody would. */
  readonly unique?: false;
}

const kind = (
  forms: readonly [object, object, object],
  values: readonly string[],
  more: Pick<FieldKind, "preset" | "unique"> = {},
): FieldKind => ({ forms: forms as FieldKind["forms"], values, ...more });

const someId = (last: number) => `00000000-0000-7000-8000-${String(last).padStart(12, "0")}`;

/** References have no values of their own: they take the ids of rows. */
const fieldKinds = {
  text: kind(
    [text(), text({ max: 40 }), text({ min: 1, max: 5 })],
    ["", "a", "it's", "12", "true", "2026-11-23", `${"é".repeat(50)}`, someId(1), "abc"],
    { preset: "abc" },
  ),
  patterned: kind(
    [text({ pattern: "^\\w+$" }), text({ pattern: "^[a-c]+$" }), text({ pattern: "." })],
    ["abc", "a b", "x1", "cab", "12"],
    { preset: "abc" },
  ),
  email: kind([email(), email(), email()], ["a@b.example", "A@b.example", "c@d.example"]),
  url: kind(
    [url(), url({ max: 30 }), url({ max: 24 })],
    ["https://a.example", "http://b.example/a/long/path/of/many/parts"],
    { preset: "https://a.example" },
  ),
  integer: kind(
    [integer(), integer({ min: 0 }), integer({ min: 0, max: 100 })],
    ["-5", "0", "7", "100", "2147483647"],
    { preset: 7 },
  ),
  bigint: kind(
    [bigint(), bigint({ min: "0" }), bigint({ max: "1000" })],
    ["-9", "0", "9", "9223372036854775807"],
    { preset: "9" },
  ),
  decimal: kind(
    [
      decimal({ precision: 12, scale: 4 }),
      decimal({ precision: 14, scale: 4 }),
      decimal({ precision: 6, scale: 2 }),
    ],
    ["0", "1.2345", "12.5", "99999999.9999", "NaN"],
    { preset: "1.5" },
  ),
  money: kind(
    [money(), money({ precision: 14 }), money({ max: "100" })],
    ["0", "1.50", "99999999.99", "-1"],
    { preset: "1.50" },
  ),
  boolean: kind([boolean(), boolean(), boolean()], ["true", "false"], { preset: false, unique: false }),
  date: kind([date(), date(), date()], ["2026-11-23", "1999-12-31"], { preset: "2026-11-23" }),
  timestamp: kind(
    [timestamp(), timestamp(), timestamp()],
    ["2026-11-23 00:00:00+00", "2026-11-23 09:30:00.123456+00"],
    { preset: "2026-11-23T09:30:00Z" },
  ),
  uuid: kind([uuid(), uuid(), uuid()], [someId(1), someId(2)]),
  enumeration: kind(
    [enumeration("a", "b"), enumeration("a", "b", "c"), enumeration("b", "it's")],
    ["a", "b", "c", "it's"],
    { preset: "b" },
  ),
  json: kind([json({ type: "object" }), json({}), json({ type: "array" })], ["{}", '{"a": [1]}', "[]", "7"], {
    preset: {},
    unique: false,
  }),
  tags: kind(
    [list(text()), list(text(), { max: 1 }), list(enumeration("a", "b"))],
    ["{}", "{a}", "{a,b}", "{x}", "{1}"],
    { preset: ["a"], unique: false },
  ),
  numbers: kind(
    [list(integer()), list(integer({ min: 0 })), list(integer({ max: 3 }), { min: 1 })],
    ["{}", "{1}", "{-1,2}", "{7}"],
    { preset: [1], unique: false },
  ),
  toAlpha: kind(
    [
      reference("alpha"),
      reference("alpha", { onDelete: "cascade" }),
      reference("alpha", { onDelete: "set null" }).optional(),
    ],
    [],
  ),
  toBeta: kind(
    [
      reference("beta"),
      reference("beta", { onDelete: "cascade" }),
      reference("beta", { onDelete: "set null" }).optional(),
    ],
    [],
  ),
  toGamma: kind(
    [
      reference("gamma"),
      reference("gamma", { onDelete: "cascade" }),
      reference("gamma", { onDelete: "set null" }).optional(),
    ],
    [],
  ),
} as const satisfies { readonly [name: string]: FieldKind };

export type KindName = keyof typeof fieldKinds;
export const kindNames = Object.keys(fieldKinds) as readonly KindName[];

/** The kind as any other one, without what only it has. */
export function kindOf(name: KindName): FieldKind {
  return fieldKinds[name];
}
