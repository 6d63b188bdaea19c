import type { TableRow } from "../answer/value.js";
import { files, late, series } from "./data-measured.js";
import { disputes, ledger, money, promotions, stock } from "./data-money.js";
import { consent, deletion, residency, retention, revisions } from "./data-people.js";
import { approvals, dataImport, plans, tenantExport } from "./data-tenants.js";
import { listed, rowsIn } from "./parts.js";
import type { Question } from "./question.js";
import { cell } from "./wording.js";

/** What it keeps, and the rules that hold over it. */
export const data: readonly Question[] = [
  {
    id: "data.entities",
    category: "data",
    number: 1,
    text: "Which things does the system keep, how many of each are there now and in a year, and how private is each?",
    reason:
      "Ten thousand rows and ten billion are different designs, and a personal field is protected by law.",
    follows: "Tables, indexes, the plan of capacity, who may read what, and when something is deleted.",
    example:
      "product | name, price, description, category | 100,000 | 150,000 | public\norder | items, prices, state | 0 | 1.2 million | personal | 10 years\nshopper | name, e-mail, address | 0 | 40,000 | personal | 3 years",
    answer: { kind: "table", row: "entity", columns: entityColumns() },
    requirement: (value) => ({ statement: keeping(rowsIn(value)), priority: "P0" }),
  },
  {
    id: "data.rules",
    category: "data",
    number: 2,
    text: "Which rules must always hold, whoever changes the data and however much happens at once?",
    reason: "A rule that is only in a form or in a head is broken by the first import.",
    follows: "Constraints in the database, checks in commands, and a test for each rule.",
    example:
      "Stock is never negative | IF an order would take more than there is in stock THEN THE SYSTEM SHALL refuse it and change nothing\nA placed order keeps its prices | WHEN a price changes THE SYSTEM SHALL leave orders that were placed before as they are",
    answer: {
      kind: "table",
      row: "rule",
      columns: [
        { id: "name", title: "Rule", cell: { kind: "name" } },
        { id: "rule", title: "What always holds", cell: { kind: "criteria" } },
      ],
    },
    requirement: (value) => ({
      statement: `WHILE it runs THE SYSTEM SHALL hold to ${rowsIn(value).length} rules, whoever changes the data: ${rowsIn(
        value,
      )
        .map((row) => cell(row, "name"))
        .join("; ")}.`,
      priority: "P0",
    }),
  },
  {
    id: "data.edge-cases",
    category: "data",
    number: 3,
    text: "What happens in the awkward cases: the same thing twice, two at once, half of it done, nothing there, far too much?",
    reason: "These are where systems lose money and trust, and they are cheap to decide now.",
    follows: "A test for each case, before the feature is built.",
    example:
      "Last item, two shoppers | Two shoppers order the last item in the same second | WHEN two orders want the last item THE SYSTEM SHALL accept exactly one and tell the other that it is sold out",
    answer: { kind: "table", row: "case", columns: edgeCaseColumns() },
    requirement: (value) => ({
      statement: outcomes(rowsIn(value)),
      priority: "P0",
    }),
  },
  series,
  late,
  ledger,
  stock,
  plans,
  approvals,
  consent,
  residency,
  retention,
  money,
  disputes,
  tenantExport,
  revisions,
  deletion,
  promotions,
  files,
  dataImport,
];

/** Entities with their numbers, and what becomes of those whose time is over. */
export function keeping(rows: readonly TableRow[]): string {
  const entities = rows.map(
    (row) =>
      `${cell(row, "name")} (${cell(row, "now")} now, ${cell(row, "inAYear")} in a year; ${cell(row, "privacy")})`,
  );
  const times = new Map<string, string[]>();
  for (const row of rows) {
    const kept = cell(row, "keptFor");
    if (kept) times.set(kept, [...(times.get(kept) ?? []), cell(row, "name")]);
  }
  const ends = [...times].map(([kept, names]) => `${listed(names)} after ${kept}`);
  const over = ends.length ? ` WHEN its time is over THE SYSTEM SHALL delete ${ends.join("; ")}.` : "";
  return `THE SYSTEM SHALL keep ${listed(entities)}.${over}`;
}

/** Columns of entities, of a project and of a later addition to it. */
export function entityColumns() {
  return [
    { id: "name", title: "Entity", cell: { kind: "name" } },
    { id: "holds", title: "What it holds", cell: { kind: "text" } },
    { id: "now", title: "How many now", cell: { kind: "quantity", measure: "count" } },
    { id: "inAYear", title: "How many in a year", cell: { kind: "quantity", measure: "count" } },
    {
      id: "privacy",
      title: "Privacy",
      cell: { kind: "choice", options: ["public", "internal", "personal", "sensitive"] },
    },
    {
      id: "keptFor",
      title: "Kept for",
      optional: true,
      cell: { kind: "quantity", measure: "duration" },
    },
  ] as const;
}

/** Columns of edge cases, of a project and of a later addition to it. */
export function edgeCaseColumns() {
  return [
    { id: "name", title: "Case", cell: { kind: "name" } },
    { id: "situation", title: "What happens", cell: { kind: "text" } },
    { id: "outcome", title: "What shall come of it", cell: { kind: "criteria" } },
  ] as const;
}

/** That edge cases have one outcome each; the outcomes stand with the cases. */
export function outcomes(rows: readonly TableRow[]): string {
  return `THE SYSTEM SHALL have one outcome, seen by a test, for each of ${rows.length} edge cases: ${rows
    .map((row) => cell(row, "name"))
    .join("; ")}.`;
}
