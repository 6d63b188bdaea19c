import type { SystemModel } from "@lintel/runtime/tools";
import type { TableRow } from "../answer/value.js";
import { accessesOf, isOpen, partsOf } from "./access.js";
import { enumerated } from "./words.js";

const shown = 8;

/** Who uses it, by the access rules: each role, whoever is signed in, and whoever comes. */
export function usersOf(model: SystemModel): readonly TableRow[] {
  const does = new Map<string, string[]>();
  for (const { does: what, rule } of accessesOf(model)) {
    for (const part of partsOf(rule)) {
      const who =
        part.kind === "role"
          ? part.role
          : part.kind === "signedIn" || part.kind === "owner"
            ? "signed-in user"
            : part.kind === "anyone" || part.kind === "when"
              ? "anybody"
              : undefined;
      if (who !== undefined) does.set(who, [...(does.get(who) ?? []), what]);
    }
  }
  return [...does].map(([name, all]) => {
    const once = [...new Set(all)];
    const more = once.length > shown ? [`${once.length - shown} things more`] : [];
    return { name, does: enumerated([...once.slice(0, shown), ...more]) };
  });
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
