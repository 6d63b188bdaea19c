import type { FieldModel } from "../blueprint/index.js";
import type { Predicate } from "./plan.js";

/** Every row satisfies it. One object, so that it can be told by identity. */
export const always: Predicate = Object.freeze({ kind: "always" });

/** No row satisfies it. One object, so that it can be told by identity. */
export const never: Predicate = Object.freeze({ kind: "never" });

/** All of the parts, in the fewest words: `always` drops out, `never` wins, an `and` within is opened. */
export function and(parts: readonly Predicate[]): Predicate {
  return join("and", parts, always, never);
}

/** At least one of the parts, in the fewest words: `never` drops out, `always` wins, an `or` within is opened. */
export function or(parts: readonly Predicate[]): Predicate {
  return join("or", parts, never, always);
}

/** Both of two conditions. Spares the making of an array where one of them says nothing. */
export function both(one: Predicate, other: Predicate): Predicate {
  if (one.kind === "always" || other.kind === "never") return other;
  if (other.kind === "always" || one.kind === "never") return one;
  return and([one, other]);
}

/** Whether the field is null. */
export function isNull(field: FieldModel, yes: boolean): Predicate {
  return Object.freeze({ kind: "isNull", field, isNull: yes });
}

function join(
  kind: "and" | "or",
  parts: readonly Predicate[],
  neutral: Predicate,
  winning: Predicate,
): Predicate {
  const kept: Predicate[] = [];
  for (const part of parts) {
    if (part.kind === winning.kind) return winning;
    if (part.kind === neutral.kind) continue;
    if (part.kind === kind) kept.push(...part.parts);
    else kept.push(part);
  }
  const [first] = kept;
  if (!first) return neutral;
  return kept.length === 1 ? first : Object.freeze({ kind, parts: Object.freeze(kept) });
}
