import type { RuleData } from "./access.js";
import type { FieldType, Modifiers } from "./field.js";
import type { IndexData } from "./index-definition.js";

/** Rows above which a table is large: reading all of it takes longer than a request should. */
export const smallTable = 10_000;

/** A field, as far as it matters for an index. */
export interface IndexableField {
  readonly name: string;
  readonly type: FieldType;
  readonly modifiers: Pick<Modifiers, "unique" | "optional">;
}

const unindexable: ReadonlySet<FieldType["kind"]> = new Set(["json", "list", "object", "many"]);

/** Whether an index can be over the field. */
export function isIndexable({ type }: IndexableField): boolean {
  return !unindexable.has(type.kind);
}

/**
 * Whether an index of all rows finds those that a comparison with the field asks for. References and unique fields have one without being
 * asked for it. A partial index does not count: it serves only requests that ask its condition too.
 */
export function filterIsServed(field: IndexableField, indexes: readonly IndexData[]): boolean {
  if (field.name === "id" || field.modifiers.unique || field.type.kind === "reference") return true;
  return isIndexable(field) && indexes.some((index) => begins(index, field));
}

/**
 * Whether an index gives all rows in the order of the field. E-mail addresses have theirs without regard to case, and sort with
 * it. A unique index ends without the id, so that rows without a value would have to be sorted.
 */
export function sortIsServed(field: IndexableField, indexes: readonly IndexData[]): boolean {
  const { name, type, modifiers } = field;
  if (name === "id") return true;
  if (type.kind === "email" || !isIndexable(field)) return false;
  if (type.kind === "reference" || (modifiers.unique && !modifiers.optional)) return true;
  return indexes.some(
    (index) => begins(index, field) && !(modifiers.optional && index.unique && index.fields.length === 1),
  );
}

type FieldIndexData = Extract<IndexData, { kind: "by" }>;

function begins(index: IndexData, field: IndexableField): index is FieldIndexData {
  if (index.kind !== "by" || index.where !== undefined) return false;
  return index.fields[0]?.replace(/^-/, "") === field.name;
}

/** Whether some client may read rows under the rule. */
export function ruleAdmitsClients(rule: RuleData): boolean {
  if (rule.kind === "acrossTenants") return ruleAdmitsClients(rule.rule);
  if (rule.kind === "anyOf") return rule.rules.some(ruleAdmitsClients);
  if (rule.kind === "allOf") return rule.rules.every(ruleAdmitsClients);
  return rule.kind !== "nobody" && rule.kind !== "calledBy";
}

/** Whether every client under the rule reads rows of its own only: its lists are as long as what it owns. */
export function ruleNamesOwner(rule: RuleData): boolean {
  if (rule.kind === "acrossTenants") return ruleNamesOwner(rule.rule);
  if (rule.kind === "anyOf") {
    const clients = rule.rules.filter(ruleAdmitsClients);
    return clients.length > 0 && clients.every(ruleNamesOwner);
  }
  if (rule.kind === "allOf") return rule.rules.some(ruleNamesOwner);
  return rule.kind === "owner";
}
