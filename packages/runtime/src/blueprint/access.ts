import type { FilterData, NamesIn } from "./filter.js";
import { type Origin, originOf } from "./origin.js";

/** An access rule as data. */
export type RuleData =
  | { readonly kind: "anyone"; readonly reason?: string | undefined }
  | { readonly kind: "nobody" }
  | { readonly kind: "signedIn" }
  | { readonly kind: "role"; readonly role: string }
  | { readonly kind: "owner"; readonly field: string }
  | { readonly kind: "calledBy"; readonly services: readonly string[] }
  | { readonly kind: "when"; readonly filter: FilterData }
  | { readonly kind: "anyOf" | "allOf"; readonly rules: readonly RuleData[] }
  /** The row's field holds the caller's tenant. */
  | { readonly kind: "tenant"; readonly field: string }
  /** A rule that lets the caller have rows of every tenant. Never in a resolved model. */
  | { readonly kind: "acrossTenants"; readonly rule: RuleData; readonly reason: string };

declare const fields: unique symbol;

/** Who may do something. `Fields` names the fields that the rule reads, so that a wrong name does not compile. */
export interface Rule<Fields extends string = never> {
  readonly data: RuleData;
  readonly origin: Origin;
  readonly [fields]?: Fields | undefined;
}

type FieldsOf<R> = R extends Rule<infer Fields> ? Fields : never;

function rule<Fields extends string = never>(data: RuleData, origin: Origin): Rule<Fields> {
  return Object.freeze({ data: Object.freeze(data), origin });
}

/** Everyone, signed in or not. To read; what anyone may write is said with {@link open} and a reason. */
export const anyone: Rule = rule({ kind: "anyone" }, originOf(rule as never));

/** No client at all: only the service's own commands. */
export const nobody: Rule = rule({ kind: "nobody" }, originOf(rule as never));

/** Whoever has shown a valid token. */
export const signedIn: Rule = rule({ kind: "signedIn" }, originOf(rule as never));

/** Everyone, also to write: a relaxation, so it says why. */
export function open(reason: string): Rule {
  return rule({ kind: "anyone", reason }, originOf(open));
}

/** Whoever has this role in the token's `roles`. */
export function role(name: string): Rule {
  return rule({ kind: "role", role: name }, originOf(role));
}

/** Whoever the row belongs to: the field holds the token's `sub`. */
export function owner<const Name extends string>(field: Name): Rule<Name> {
  return rule({ kind: "owner", field }, originOf(owner));
}

/**
 * Callers of the tenant that the row is of: the field holds the token's `tenant`. Rows of a tenant are so without being told; this is for
 * the row of the tenant itself.
 *
 * @example
 * entity({ name: text() }, { shared: "The rows are the tenants themselves.", access: { read: ofTenant("id") } })
 */
export function ofTenant<const Name extends string>(field: Name): Rule<Name> {
  return rule({ kind: "tenant", field }, originOf(ofTenant));
}

/**
 * Whom the rule lets in, to rows of every tenant: the only way past the wall between tenants for a caller, so it says why.
 *
 * @example
 * anyOf(signedIn, acrossTenants(role("operator"), "Support looks into what customers report."))
 */
export function acrossTenants<Fields extends string = never>(
  crossing: Rule<Fields>,
  reason: string,
): Rule<Fields> {
  return rule({ kind: "acrossTenants", rule: crossing.data, reason }, originOf(acrossTenants));
}

/** These services, when one of their commands calls. */
export function calledBy(...services: readonly string[]): Rule {
  return rule({ kind: "calledBy", services }, originOf(calledBy));
}

/** Rows that satisfy a condition: `when({ isPublished: true })`. */
export function when<const F extends FilterData>(filter: F): Rule<NamesIn<F>> {
  return rule({ kind: "when", filter }, originOf(when));
}

/** At least one of the rules. */
export function anyOf<const R extends readonly Rule<string>[]>(...rules: R): Rule<FieldsOf<R[number]>> {
  return rule({ kind: "anyOf", rules: rules.map((one) => one.data) }, originOf(anyOf));
}

/** Every one of the rules. */
export function allOf<const R extends readonly Rule<string>[]>(...rules: R): Rule<FieldsOf<R[number]>> {
  return rule({ kind: "allOf", rules: rules.map((one) => one.data) }, originOf(allOf));
}

/** What can be done with the rows of an entity. */
export const operations = ["read", "create", "update", "delete", "restore"] as const;
export type Operation = (typeof operations)[number];
