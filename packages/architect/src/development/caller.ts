import type { RuleData } from "@lintel/runtime/tools";

/** Who must call for a rule to let them in. */
export interface Caller {
  readonly needsToken: boolean;
  /** Whether the token must name a tenant. */
  readonly needsTenant: boolean;
  readonly roles: readonly string[];
  /** Fields that must hold the caller's `sub`. */
  readonly owns: readonly string[];
}

const stranger: Caller = Object.freeze({ needsToken: false, needsTenant: false, roles: [], owns: [] });

/** The caller whom a rule lets in with the least, or undefined where no client is let in for certain. */
export function callerFor(rule: RuleData): Caller | undefined {
  switch (rule.kind) {
    case "anyone":
      return stranger;
    case "signedIn":
      return { ...stranger, needsToken: true };
    case "role":
      return { ...stranger, needsToken: true, roles: [rule.role] };
    case "owner":
      return { ...stranger, needsToken: true, owns: [rule.field] };
    case "tenant":
      return { ...stranger, needsToken: true, needsTenant: true };
    case "anyOf":
      return rule.rules.map(callerFor).find((caller) => caller !== undefined);
    case "allOf":
      return together(rule.rules.map(callerFor));
    default:
      return undefined;
  }
}

function together(callers: readonly (Caller | undefined)[]): Caller | undefined {
  const all = callers.filter((caller) => caller !== undefined);
  if (all.length < callers.length) return undefined;
  return {
    needsToken: all.some((caller) => caller.needsToken),
    needsTenant: all.some((caller) => caller.needsTenant),
    roles: [...new Set(all.flatMap((caller) => caller.roles))],
    owns: [...new Set(all.flatMap((caller) => caller.owns))],
  };
}
