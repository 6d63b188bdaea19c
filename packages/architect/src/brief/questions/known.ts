import type { TableRow } from "../answer/value.js";
import { numberOf } from "../cells.js";
import type { Facts } from "../facts.js";
import type { Condition } from "./question.js";

/** Kinds of system, as they stand in a sentence. */
const kindNames: { readonly [kind: string]: string } = Object.freeze({
  commerce: "a shop",
  payments: "a payment service",
  telemetry: "a service that takes in what devices measure",
  saas: "software that several organisations share",
  content: "a service that publishes content",
  internal: "an internal tool",
  health: "a service that keeps health records",
  other: "a system of its own kind",
});

/** "a shop", or "a backend" while that is open. */
export function kindOf(facts: Facts): string {
  return kindNames[facts.chosen("scope.kind")[0] ?? ""] ?? "a backend";
}

export function isKind(facts: Facts, ...kinds: readonly string[]): boolean {
  return facts.includes("scope.kind", ...kinds);
}

/** Asked of some kinds of system. */
export function whenKind(...kinds: readonly string[]): Condition {
  return {
    because: `it is ${kinds.map((kind) => kindNames[kind]).join(", or ")}`,
    holds: (facts) => isKind(facts, ...kinds),
  };
}

/** People who use it, as far as they were counted. */
export function peopleIn(facts: Facts): number {
  return total(facts.rows("scope.users"), "people");
}

/** Rows of all entities in a year. */
export function rowsInAYear(facts: Facts): number {
  return total(facts.rows("data.entities"), "inAYear");
}

/** Names of the entities that are to be kept from others: personal, or sensitive as well. */
export function namesOfPrivacy(facts: Facts, ...privacy: readonly string[]): readonly string[] {
  return facts
    .rows("data.entities")
    .filter((row) => privacy.includes(String(row.privacy)))
    .map((row) => String(row.name));
}

/** A column of quantities added up. */
function total(rows: readonly TableRow[], column: string): number {
  return rows.reduce((sum, row) => sum + (numberOf(row[column]) ?? 0), 0);
}

/** Those of the questions that have a clear answer. */
export function answered(facts: Facts, ...questions: readonly string[]): readonly string[] {
  return questions.filter((question) => facts.isAnswered(question));
}
