import type { RuleData } from "@lintel/runtime/tools";
import { type Code, data } from "../../code/index.js";

/** Somebody whom access rules tell apart from others. */
export interface Caller {
  /** In words: "a stranger with the role editor". */
  readonly words: string;
  readonly signedIn: boolean;
  readonly roles: readonly string[];
  /** Rows that the test makes are this one's. */
  readonly owns: boolean;
}

/** A caller before a row. */
export interface Scene {
  readonly caller: Caller;
  /** Whether the row is as the conditions of the rule want it; undefined where it has none. */
  readonly meets?: boolean | undefined;
}

export const anonymous: Caller = { words: "anonymous", signedIn: false, roles: [], owns: false };

/** Everybody whom a rule could treat in another way than the others; `wrongRole` is a role that it does not name. */
export function callersOf(rule: RuleData, wrongRole?: string): readonly Caller[] {
  const parts = partsOf(rule);
  const roles = [...new Set(parts.flatMap((one) => (one.kind === "role" ? [one.role] : [])))];
  const hasOwner = parts.some(({ kind }) => kind === "owner");
  const joins = parts.length > 1 && hasAllOf(rule);
  const sets = [
    [],
    ...roles.map((role) => [role]),
    ...(joins && roles.length > 1 ? [roles] : []),
    ...(wrongRole !== undefined && !roles.includes(wrongRole) ? [[wrongRole]] : []),
  ];
  const strangers = sets.map((having) => callerWith(having, false));
  const owners = hasOwner ? (joins ? sets : [[]]).map((having) => callerWith(having, true)) : [];
  return [anonymous, ...strangers, ...owners];
}

function callerWith(roles: readonly string[], owns: boolean): Caller {
  const who = owns ? "the owner" : roles.length > 0 ? "whoever" : "somebody else who is signed in";
  const having = roles.length > 0 ? ` with the role ${roles.join(" and ")}` : "";
  return {
    words: `${who}${who === "whoever" ? having.replace(" with", " has") : having}`,
    signedIn: true,
    roles,
    owns,
  };
}

/** The client of the test kit that sends as the caller. */
export function clientOf({ signedIn, roles }: Caller): Code {
  if (!signedIn) return "app.anonymous";
  return roles.length === 0
    ? "app.as({})"
    : { kind: "sequence", parts: ["app.as({ roles: ", data([...roles]), " })"] };
}

/** Whether the rule lets the caller have the row. */
export function holds(rule: RuleData, { caller, meets }: Scene): boolean {
  switch (rule.kind) {
    case "anyone":
      return true;
    case "nobody":
    case "calledBy":
      return false;
    case "signedIn":
      return caller.signedIn;
    case "role":
      return caller.roles.includes(rule.role);
    case "owner":
      return caller.owns;
    case "tenant":
      return caller.signedIn;
    case "acrossTenants":
      return holds(rule.rule, { caller, meets });
    case "when":
      return meets === true;
    case "anyOf":
      return rule.rules.some((one) => holds(one, { caller, meets }));
    case "allOf":
      return rule.rules.every((one) => holds(one, { caller, meets }));
  }
}

/** Whether no row at all could be the caller's by the rule: the refusal is then one of the caller, and not of the row. */
export function isHopeless(rule: RuleData, caller: Caller): boolean {
  return !holds(rule, { caller: { ...caller, owns: caller.signedIn }, meets: true });
}

/** Whether some client could do it. Where none could, there is no address for it. */
export function opensToClients(rule: RuleData): boolean {
  if (rule.kind === "anyOf") return rule.rules.some(opensToClients);
  if (rule.kind === "allOf") return rule.rules.every(opensToClients);
  return rule.kind !== "nobody" && rule.kind !== "calledBy";
}

/** The rules that a rule is put together from. */
export function partsOf(rule: RuleData): readonly RuleData[] {
  return rule.kind === "anyOf" || rule.kind === "allOf" ? rule.rules.flatMap(partsOf) : [rule];
}

function hasAllOf(rule: RuleData): boolean {
  return rule.kind === "allOf" || (rule.kind === "anyOf" && rule.rules.some(hasAllOf));
}
