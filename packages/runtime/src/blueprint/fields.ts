import {
  type Field,
  type FieldDefinition,
  field,
  type JsonSchema,
  type OnDelete,
  type Shape,
} from "./field.js";
import type { Output } from "./infer.js";
import { originOf } from "./origin.js";

/** Words of any language. `min` and `max` count characters (Unicode code points); `pattern` is an ECMAScript regular expression. */
export function text(limits: { min?: number; max?: number; pattern?: string } = {}): Field<string> {
  return field({ kind: "text", ...limits }, originOf(text));
}

/** An e-mail address of at most 254 characters, compared without regard to case. */
export function email(): Field<string> {
  return field({ kind: "email" }, originOf(email));
}

/** An absolute `http` or `https` address. `max` counts characters, 2,048 unless told. */
export function url(limits: { max?: number } = {}): Field<string> {
  return field({ kind: "url", ...limits }, originOf(url));
}

/** A whole number of 32 bits: from -2,147,483,648 to 2,147,483,647. */
export function integer(limits: { min?: number; max?: number } = {}): Field<number> {
  return field({ kind: "integer", ...limits }, originOf(integer));
}

/** A whole number of 64 bits. A decimal string on the wire, since JSON numbers lose digits above 2^53. */
export function bigint(limits: { min?: string; max?: string } = {}): Field<string> {
  return field({ kind: "bigint", ...limits }, originOf(bigint));
}

/** An exact decimal number: `precision` digits in all, `scale` of them after the point. A string on the wire. */
export function decimal(limits: {
  precision: number;
  scale: number;
  min?: string;
  max?: string;
}): Field<string> {
  return field({ kind: "decimal", ...limits }, originOf(decimal));
}

/** An amount, exact: `numeric(10,2)` and never below zero unless told. A string such as `"19.90"` on the wire. */
export function money(
  limits: { precision?: number; scale?: number; min?: string; max?: string } = {},
): Field<string> {
  return field({ kind: "money", precision: 10, scale: 2, min: "0", ...limits }, originOf(money));
}

/** True or false. */
export function boolean(): Field<boolean> {
  return field({ kind: "boolean" }, originOf(boolean));
}

/** A day of the calendar, `2026-11-23` (RFC 3339 full-date). */
export function date(): Field<string> {
  return field({ kind: "date" }, originOf(date));
}

/** A moment, in UTC, to the microsecond: `2026-11-23T09:30:00Z` (RFC 3339). */
export function timestamp(): Field<string> {
  return field({ kind: "timestamp" }, originOf(timestamp));
}

/** A UUID that identifies nothing in particular. For a row of an entity see {@link id} and {@link reference}. */
export function uuid(): Field<string> {
  return field({ kind: "uuid" }, originOf(uuid));
}

/**
 * The identifier of a row: in the input of a command, or of a row that another service owns (`"catalog.product"`),
 * where PostgreSQL cannot hold the reference because no service reads another's tables.
 */
export function id(identifies?: string): Field<string> {
  return field({ kind: "uuid", identifies }, originOf(id));
}

/**
 * Whose row it is, in a system that several organisations share: the `tenant` of the caller's token. An entity with such a field is
 * of a tenant: its rows are filled with the caller's tenant, and no caller of another sees them, changes them, or learns of them.
 * Say which rows the tenants are with `tenant("accounts.organisation")`.
 *
 * @example
 * entity({ organisation: tenant(), title: text({ max: 200 }) }, { access: { read: signedIn, write: role("editor") } })
 */
export function tenant(identifies?: string): Field<string, "default" | "immutable"> {
  return field({ kind: "uuid", identifies }, originOf(tenant), {
    optional: false,
    unique: false,
    immutable: true,
    private: false,
    personal: false,
    tenant: true,
  });
}

/** One of the values that are listed. */
export function enumeration<const Value extends string>(...values: readonly Value[]): Field<Value> {
  return field({ kind: "enumeration", values }, originOf(enumeration));
}

/** A JSON value that satisfies a JSON Schema; say its TypeScript type with `json<Settings>({ ... })`. */
export function json<Value = unknown>(schema: JsonSchema): Field<Value> {
  return field({ kind: "json", schema }, originOf(json));
}

/** Several values of one kind, in order. Of a shape only in the input and output of commands and queries. */
export function list<Value>(
  item: Field<Value, never>,
  limits?: { min?: number; max?: number },
): Field<Value[]>;
export function list<const Item extends Shape>(
  item: Item,
  limits?: { min?: number; max?: number },
): Field<Output<Item>[]>;
export function list(
  item: Shape | { definition: FieldDefinition },
  limits: { min?: number; max?: number } = {},
): Field<never> {
  const origin = originOf(list);
  const definition =
    "definition" in item && "type" in item.definition
      ? (item.definition as FieldDefinition)
      : field({ kind: "object", shape: item as Shape }, origin).definition;
  return field({ kind: "list", item: definition, ...limits }, origin);
}

/** Fields within a field, in the input and output of commands and queries. */
export function object<const Inner extends Shape>(shape: Inner): Field<Output<Inner>> {
  return field({ kind: "object", shape }, originOf(object));
}

/** Refers to one row of an entity of the same service, and PostgreSQL holds it to that. */
export function reference(target: string, options: { onDelete?: OnDelete } = {}): Field<string> {
  return field({ kind: "reference", target, onDelete: options.onDelete ?? "restrict" }, originOf(reference));
}

/** The other side of a reference: the rows of `target` whose field `by` refers to this one. Read with `include`. */
export function many(target: string, by: string): Field<never, "virtual"> {
  return field({ kind: "many", target, by }, originOf(many));
}
