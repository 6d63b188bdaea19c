import type { RuleData, SystemModel } from "@lintel/runtime/tools";
import type { TableRow } from "../answer/value.js";
import { type Access, accessesOf, isOpen, partsOf } from "./access.js";
import { enumerated } from "./words.js";

/** Who uses it, by the access rules: each role, whoever is signed in, and whoever comes. */
export function usersOf(model: SystemModel): readonly TableRow[] {
  const found = new Map<string, Access[]>();
  for (const access of accessesOf(model)) {
    for (const who of new Set(partsOf(access.rule).flatMap((part) => userOf(part) ?? [])))
      found.set(who, [...(found.get(who) ?? []), access]);
  }
  return [...found].map(([name, accesses]) => ({ name, does: enumerated(deedsOf(accesses)) }));
}

function userOf(part: RuleData): string | undefined {
  switch (part.kind) {
    case "role":
      return part.role;
    case "signedIn":
    case "owner":
      return "signed-in user";
    case "anyone":
    case "when":
      return "anybody";
    default:
      return undefined;
  }
}

/** Each kind of row with all that is done with it: "read/update users". */
function deedsOf(accesses: readonly Access[]): readonly string[] {
  const verbs = new Map<string, string[]>();
  for (const { rows, verb } of accesses) {
    if (rows !== undefined) verbs.set(rows, [...(verbs.get(rows) ?? []), verb]);
  }
  return [
    ...[...verbs].map(([rows, all]) => `${all.join("/")} ${rows}`),
    ...new Set(accesses.flatMap(({ rows, verb }) => (rows === undefined ? [verb] : []))),
  ];
}

/** How callers prove who they are, as far as the access rules tell. */
export function callersOf(model: SystemModel): readonly string[] {
  const rules = accessesOf(model).map(({ rule }) => rule);
  return [
    ...(rules.some((rule) => !isOpen(rule)) ? ["users"] : []),
    ...(rules.some(isOpen) ? ["anonymous"] : []),
  ];
}

/** Those of the six facts on authentication that a blueprint tells. */
export function authenticationFactsOf(model: SystemModel): readonly string[] {
  const parts = accessesOf(model).flatMap(({ rule }) => partsOf(rule));
  const isMarked = model.services.some(({ entities }) =>
    entities.some(({ fields }) => fields.some(({ modifiers }) => modifiers.personal || modifiers.private)),
  );
  const facts = [
    ...(parts.some(({ kind }) => kind === "owner") ? ["user-owned"] : []),
    ...(parts.some(({ kind }) => kind === "role") ? ["permissions"] : []),
    ...(isMarked ? ["sensitive"] : []),
    ...(accessesOf(model).some(({ rule }) => isOpen(rule)) ? ["anonymous"] : []),
  ];
  return facts.length === 0 ? ["none"] : facts;
}
