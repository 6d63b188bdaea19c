import type { Cell, TableRow } from "./answer/value.js";
import { linesOf, quantityOf, textOf } from "./cells.js";
import { describeQuantity } from "./quantity/index.js";
import type { Priority } from "./questions/question.js";
import { slugsOf } from "./requirement-id.js";

/** What one row of a table asks for. */
export interface RowRequirement {
  /** `FEAT-PLACE-ORDER`. */
  readonly id: string;
  readonly statement: string;
  readonly priority: Priority;
  readonly criteria: readonly string[];
}

type Derive = (row: TableRow) => Omit<RowRequirement, "id"> | undefined;

const features = { code: "FEAT", derive: ofFeature };
const edgeCases = { code: "EDGE", derive: ofEdgeCase };
const systems = { code: "DOWN", derive: ofSystem };

/** Tables whose rows are requirements themselves. */
const tables: { readonly [question: string]: { readonly code: string; readonly derive: Derive } } = {
  "scope.features": features,
  "scope.metrics": { code: "METRIC", derive: ofMetric },
  "data.rules": { code: "RULE", derive: ofRule },
  "data.edge-cases": edgeCases,
  "integration.systems": systems,
  "feature.behaviour": features,
  "feature.edge-cases": edgeCases,
  "feature.integration": systems,
};

/** What the rows of a table ask for, where they are requirements themselves. */
export function requirementsOfRows(question: string, rows: readonly TableRow[]): readonly RowRequirement[] {
  const table = tables[question];
  if (!table) return [];
  const slugs = slugsOf(rows.map((row) => textOf(row.name)));
  return rows.flatMap((row, index) => {
    const derived = table.derive(row);
    return derived ? [{ id: `${table.code}-${slugs[index]}`, ...derived }] : [];
  });
}

function ofFeature(row: TableRow) {
  const priority = priorityOf(row.priority);
  const what = `"${textOf(row.name)}": ${sentence(textOf(row.what))}`;
  return {
    statement:
      priority === "P3" ? `THE SYSTEM SHALL NOT offer, for now, ${what}` : `THE SYSTEM SHALL offer ${what}`,
    priority,
    criteria: linesOf(row.criteria),
  };
}

function ofMetric(row: TableRow) {
  const target = quantityOf(row.target);
  return {
    statement: `THE SYSTEM SHALL reach "${textOf(row.name)}": ${
      target ? describeQuantity(target) : textOf(row.target)
    }, measured by: ${sentence(textOf(row.measuredBy))}`,
    priority: priorityOf(row.priority),
    criteria: [],
  };
}

function ofRule(row: TableRow) {
  const criteria = linesOf(row.rule);
  return {
    statement: `THE SYSTEM SHALL keep the rule "${textOf(row.name)}".`,
    priority: "P0" as const,
    criteria,
  };
}

function ofEdgeCase(row: TableRow) {
  const situation = sentence(textOf(row.situation));
  return {
    statement: `THE SYSTEM SHALL come to the outcome below in the edge case "${textOf(row.name)}": ${situation}`,
    priority: "P0" as const,
    criteria: linesOf(row.outcome),
  };
}

function ofSystem(row: TableRow) {
  const whenDown = textOf(row.whenDown).trim();
  if (whenDown === "") return undefined;
  return {
    statement: `WHILE ${textOf(row.name)} cannot be reached THE SYSTEM SHALL hold to this: ${sentence(whenDown)}`,
    priority: "P0" as const,
    criteria: [],
  };
}

function priorityOf(cell: Cell | undefined): Priority {
  return cell === "P0" || cell === "P1" || cell === "P2" || cell === "P3" ? cell : "P1";
}

/** Ends in a full stop, whatever it ended in. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?。！？]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
