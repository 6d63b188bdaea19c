import type { TableRow } from "../../brief/answer/value.js";
import { linesOf, numberOf, textOf } from "../../brief/cells.js";
import { slugsOf } from "../../brief/requirement-id.js";
import type { Ask } from "./ask.js";
import type { ActorNeed, EntityNeed, FeatureNeed, RuleNeed, SystemNeed } from "./needs.js";

export function actorsIn(ask: Ask): readonly ActorNeed[] {
  return ask.facts.rows("scope.users").map((row) => {
    const people = numberOf(row.people);
    return {
      name: textOf(row.name),
      does: textOf(row.does),
      ...(people !== undefined && { people }),
      from: [ask.requirementOf("scope.users")],
    };
  });
}

export function featuresIn(ask: Ask): readonly FeatureNeed[] {
  return withIds(ask, ask.amendment === undefined ? "scope.features" : "feature.behaviour", "FEAT").map(
    ({ id, row }) => ({
      id,
      name: textOf(row.name),
      what: textOf(row.what),
      priority: priorityOf(row),
      criteria: linesOf(row.criteria),
      ...amendmentOf(ask),
    }),
  );
}

export function entitiesIn(ask: Ask): readonly EntityNeed[] {
  const question = ask.amendment === undefined ? "data.entities" : "feature.data";
  return ask.facts.rows(question).map((row) => {
    const keptFor = numberOf(row.keptFor);
    const now = numberOf(row.now) ?? 0;
    return {
      name: textOf(row.name),
      holds: textOf(row.holds),
      now,
      inAYear: numberOf(row.inAYear) ?? now,
      privacy: privacyOf(row),
      ...(keptFor !== undefined && { keptFor }),
      from: [ask.requirementOf(question)],
      ...amendmentOf(ask),
    };
  });
}

export function rulesIn(ask: Ask, question: string): readonly RuleNeed[] {
  return withIds(ask, question, question === "data.rules" ? "RULE" : "EDGE").map(({ id, row }) => {
    const situation = textOf(row.situation);
    return {
      id,
      name: textOf(row.name),
      ...(situation !== "" && { situation }),
      criteria: linesOf(question === "data.rules" ? row.rule : row.outcome),
    };
  });
}

export function systemsIn(ask: Ask): readonly SystemNeed[] {
  const question = ask.amendment === undefined ? "integration.systems" : "feature.integration";
  return withIds(ask, question, "DOWN").map(({ id, row }) => ({
    name: textOf(row.name),
    purpose: textOf(row.purpose),
    direction: row.direction === "in" || row.direction === "both" ? row.direction : "out",
    authentication: textOf(row.authentication),
    whenDown: textOf(row.whenDown),
    from: [ask.requirementOf(question), ...(textOf(row.whenDown).trim() === "" ? [] : [id])],
  }));
}

/** The rows of a table, each with the id that it has as a requirement. */
function withIds(ask: Ask, question: string, code: string) {
  const rows = ask.facts.rows(question);
  const slugs = slugsOf(rows.map((row) => textOf(row.name)));
  return rows.map((row, index) => ({ id: `${ask.prefix}-${code}-${slugs[index]}`, row }));
}

function amendmentOf({ amendment }: Ask) {
  return amendment === undefined ? {} : { amendment };
}

function priorityOf(row: TableRow): FeatureNeed["priority"] {
  const { priority } = row;
  return priority === "P0" || priority === "P2" || priority === "P3" ? priority : "P1";
}

function privacyOf(row: TableRow): EntityNeed["privacy"] {
  const { privacy } = row;
  return privacy === "public" || privacy === "personal" || privacy === "sensitive" ? privacy : "internal";
}
