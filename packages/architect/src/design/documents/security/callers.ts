import type { RuleData, SystemModel } from "@lintel/runtime/tools";

/** Somebody who calls, as the runtime sees them. */
export interface Caller {
  readonly kind: "anonymous" | "user" | "service";
  /** A token's `sub`, or the name of a service. */
  readonly id: string;
  readonly roles: readonly string[];
}

/** A column of the access matrix. */
export interface CallerColumn {
  readonly title: string;
  readonly caller: Caller;
}

/** An id that owns nothing: what it may do on rows of its own shows as a condition. */
const somebody = "00000000-0000-7000-8000-000000000000";

/** Everybody whom the rules of the blueprint tell apart: nobody known, whoever is signed in, each role, each service that calls. */
export function callersOf(model: SystemModel): readonly CallerColumn[] {
  const rules = model.services.flatMap((service) => [
    ...service.entities.flatMap(({ access, fields }) => [
      ...Object.values(access),
      ...fields.flatMap(({ read, write }) => [read, write]),
    ]),
    ...[...service.commands, ...service.queries].map(({ rule }) => rule),
  ]);
  const known = rules.flatMap((rule) => (rule ? partsOf(rule) : []));
  const roles = new Set(known.flatMap((rule) => (rule.kind === "role" ? [rule.role] : [])));
  const services = new Set(known.flatMap((rule) => (rule.kind === "calledBy" ? rule.services : [])));
  return [
    { title: "without a token", caller: { kind: "anonymous", id: "", roles: [] } },
    { title: "signed in", caller: { kind: "user", id: somebody, roles: [] } },
    ...[...roles].sort().map((role) => ({
      title: `role ${role}`,
      caller: { kind: "user", id: somebody, roles: [role] } as const,
    })),
    ...[...services].sort().map((service) => ({
      title: `service ${service}`,
      caller: { kind: "service", id: service, roles: [] } as const,
    })),
  ];
}

function partsOf(rule: RuleData): readonly RuleData[] {
  return rule.kind === "anyOf" || rule.kind === "allOf" ? rule.rules.flatMap(partsOf) : [rule];
}

/** What a rule comes to for a caller: everything, nothing, or rows on a condition, which is what is left of the rule. */
export type Admission = "always" | "never" | RuleData;

/**
 * What the rule lets this caller have, as the runtime decides it: what is known of the caller is settled, what is about the row is left over. Somebody without an
 * id owns nothing.
 */
export function admits(rule: RuleData, caller: Caller): Admission {
  switch (rule.kind) {
    case "anyone":
      return "always";
    case "nobody":
      return "never";
    case "signedIn":
      return caller.kind === "user" ? "always" : "never";
    case "role":
      return caller.kind !== "anonymous" && caller.roles.includes(rule.role) ? "always" : "never";
    case "calledBy":
      return caller.kind === "service" && rule.services.includes(caller.id) ? "always" : "never";
    case "owner":
      return caller.kind === "user" ? rule : "never";
    case "tenant":
      return caller.kind === "anonymous" ? "never" : rule;
    case "acrossTenants":
      return admits(rule.rule, caller);
    case "when":
      return rule;
    case "anyOf":
      return joined("anyOf", rule.rules, caller);
    case "allOf":
      return joined("allOf", rule.rules, caller);
  }
}

function joined(kind: "anyOf" | "allOf", rules: readonly RuleData[], caller: Caller): Admission {
  const [decides, adds] = kind === "anyOf" ? (["always", "never"] as const) : (["never", "always"] as const);
  const parts = rules.map((rule) => admits(rule, caller));
  if (parts.includes(decides)) return decides;
  const left = parts.filter((part): part is RuleData => part !== "always" && part !== "never");
  const [only] = left;
  if (!only) return adds;
  return left.length === 1 ? only : { kind, rules: left };
}
