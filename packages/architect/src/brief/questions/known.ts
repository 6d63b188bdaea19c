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

/**
 * Several organisations share it: by its kind, or, where that is none of those that are named, by what was said of who has the problem, who uses it and what
 * it does.
 */
export const whenShared: Condition = {
  because: "several organisations share it, by its kind or by what was said of it",
  holds: (facts) => isKind(facts, "saas") || (isKind(facts, "other") && namesOrganisations(facts)),
};

/** "of 40 water utilities", "several clubs", "each organisation", "of one school ... of another". */
function namesOrganisations(facts: Facts): boolean {
  const said = [
    facts.text("scope.problem") ?? "",
    ...[...facts.rows("scope.users"), ...facts.rows("scope.features")].flatMap((row) =>
      Object.values(row).flat().map(String),
    ),
  ].join(". ");
  return organisations.test(said);
}

const organisations = new RegExp(
  String.raw`\b(?:[2-9]|\d{2,}|\d[\d,.]*\d|two|three|four|five|several|many|each|every)\s+(?:of (?:the|these)\s+)?(?:[\p{L}-]+\s+){0,2}` +
    String.raw`(?:organi[sz]ations?|companies|company|tenants?|utilit(?:y|ies)|municipalit(?:y|ies)|schools?|clubs?|associations?|agenc(?:y|ies)|law firms?|firms?|practices|parishes|care homes?)\b`,
  "iu",
);

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
