import type { Actor, EntityModel, FieldModel, RuleData } from "../blueprint/index.js";
import { failure, type LintelError } from "../errors.js";
import { filterPredicate } from "./filter.js";
import type { Predicate } from "./plan.js";
import { always, and, never, or } from "./predicate.js";
import { isStorable, toUuid } from "./scalar.js";

/** A rule made ready for an entity: what it comes to for everyone, or a function of who asks. */
type Decision = Predicate | ((actor: Actor) => Predicate);

const decisions = new WeakMap<EntityModel, Map<RuleData, Decision>>();

/**
 * Which rows of the entity the rule lets this actor have: `always`, `never`, or a condition on the row. What a
 * rule cannot establish it refuses: an owner's field of another kind than the actor's id gives `never`.
 * Where the answer does not depend on the actor's id, the same object comes back each time.
 */
export function decide(rule: RuleData, actor: Actor, entity: EntityModel): Predicate {
  let known = decisions.get(entity);
  if (!known) {
    known = new Map();
    decisions.set(entity, known);
  }
  let decision = known.get(rule);
  if (!decision) {
    decision = prepare(rule, entity);
    known.set(rule, decision);
  }
  return typeof decision === "function" ? decision(actor) : decision;
}

/**
 * Whether the rule lets this actor act at all, by what is known of the actor alone. Rules about a row (`owner`,
 * `when`) say no: there is no row.
 */
export function mayAct(rule: RuleData, actor: Actor): boolean {
  switch (rule.kind) {
    case "anyone":
      return true;
    case "signedIn":
      return actor.kind === "user";
    case "role":
      return actor.kind !== "anonymous" && actor.roles.includes(rule.role);
    case "calledBy":
      return actor.kind === "service" && rule.services.includes(actor.id);
    case "anyOf":
      return rule.rules.some((one) => mayAct(one, actor));
    case "allOf":
      return rule.rules.every((one) => mayAct(one, actor));
    case "acrossTenants":
      return mayAct(rule.rule, actor);
    case "nobody":
    case "owner":
    case "tenant":
    case "when":
      return false;
  }
}

/** `TOKEN_MISSING` where the actor is anonymous and a token could help, else `ACCESS_DENIED`. `act` reads as "read products". */
export function denied(rule: RuleData, actor: Actor, act: string): LintelError {
  if (actor.kind === "anonymous" && opensToUsers(rule)) {
    return failure("TOKEN_MISSING", `Received no token; expected one that may ${act}.`, {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  if (actor.tenant === undefined && needsTenant(rule, actor)) {
    return failure(
      "TENANT_REQUIRED",
      `The token names no tenant; expected one of the tenant for which to ${act}.`,
    );
  }
  const roles = [...new Set(rolesOf(rule))];
  const needed = roles.length > 0 ? ` It takes the role ${roles.join(" or ")}.` : "";
  return failure("ACCESS_DENIED", `This caller may not ${act}.${needed}`);
}

function prepare(rule: RuleData, entity: EntityModel): Decision {
  switch (rule.kind) {
    case "anyone":
      return always;
    case "nobody":
      return never;
    case "when":
      return filterPredicate(entity, rule.filter);
    case "owner": {
      const field = entity.byName.get(rule.field);
      return field ? (actor) => owned(field, actor) : never;
    }
    case "tenant": {
      const field = entity.byName.get(rule.field);
      return field ? (actor) => ofTenant(field, actor) : never;
    }
    case "acrossTenants":
      return prepare(rule.rule, entity);
    case "anyOf":
    case "allOf": {
      const join = rule.kind === "anyOf" ? or : and;
      const parts = rule.rules.map((one) => prepare(one, entity));
      const fixed = parts.filter((part) => typeof part !== "function");
      if (fixed.length === parts.length) return join(fixed);
      return (actor) => join(parts.map((part) => (typeof part === "function" ? part(actor) : part)));
    }
    default:
      return (actor) => (mayAct(rule, actor) ? always : never);
  }
}

function owned(field: FieldModel, actor: Actor): Predicate {
  if (actor.kind !== "user" || actor.id === "") return never;
  switch (field.type.kind) {
    case "uuid":
    case "reference": {
      const value = toUuid(actor.id);
      return value === undefined ? never : Object.freeze({ kind: "compare", field, operator: "eq", value });
    }
    case "text":
      if (!isStorable(actor.id)) return never;
      return Object.freeze({ kind: "compare", field, operator: "eq", value: actor.id });
    default:
      return never;
  }
}

/** Rows of the caller's tenant: of a caller without one, none. */
function ofTenant(field: FieldModel, actor: Actor): Predicate {
  const value = actor.tenant === undefined ? undefined : toUuid(actor.tenant);
  return value === undefined ? never : Object.freeze({ kind: "compare", field, operator: "eq", value });
}

/** Whether some signed-in person could satisfy the rule. */
function opensToUsers(rule: RuleData): boolean {
  switch (rule.kind) {
    case "nobody":
    case "calledBy":
      return false;
    case "anyOf":
      return rule.rules.some(opensToUsers);
    case "allOf":
      return rule.rules.every(opensToUsers);
    default:
      return true;
  }
}

/** Whether the rule would let the caller in if it were of a tenant. */
function needsTenant(rule: RuleData, actor: Actor): boolean {
  switch (rule.kind) {
    case "anyOf":
      return rule.rules.some((one) => needsTenant(one, actor));
    case "allOf":
      return (
        rule.rules.some(({ kind }) => kind === "tenant") &&
        rule.rules.every((one) => one.kind === "tenant" || isAboutRows(one) || mayAct(one, actor))
      );
    default:
      return rule.kind === "tenant";
  }
}

function isAboutRows(rule: RuleData): boolean {
  if ("rules" in rule) return rule.rules.some(isAboutRows);
  return rule.kind === "owner" || rule.kind === "when";
}

function rolesOf(rule: RuleData): readonly string[] {
  if (rule.kind === "role") return [rule.role];
  return rule.kind === "anyOf" || rule.kind === "allOf" ? rule.rules.flatMap(rolesOf) : [];
}
