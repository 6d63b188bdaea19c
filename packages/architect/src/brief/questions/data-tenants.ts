import { answered, whenKind } from "./known.js";
import { listed, rowsIn, take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf, cell } from "./wording.js";

export const plans: Question = {
  id: "data.plans",
  category: "data",
  number: 8,
  text: "Which plans can an organisation have, what does each allow, and what happens at its limit?",
  reason: "A limit that is not in the backend is no limit, and one that cuts off at noon loses the customer.",
  follows: "The quotas that every command asks for, how use is counted, and what is told at 80 % of it.",
  example: "free | 3 people, 1,000 tasks | refuse\nteam | 50 people, 100,000 tasks | warn | 90 EUR a month",
  answer: {
    kind: "table",
    row: "plan",
    columns: [
      { id: "name", title: "Plan", cell: { kind: "name" } },
      { id: "allows", title: "What it allows", cell: { kind: "text" } },
      {
        id: "atLimit",
        title: "At the limit",
        cell: { kind: "choice", options: ["refuse", "warn", "charge"] },
      },
      { id: "price", title: "Price", optional: true, cell: { kind: "quantity", measure: "money" } },
    ],
  },
  asked: whenKind("saas"),
  requirement: (value) => ({
    statement: `WHEN an organisation reaches a limit of its plan THE SYSTEM SHALL do what the plan says, and tell its administrators at 80 % of the limit: ${rowsIn(
      value,
    )
      .map((row) => `${cell(row, "name")} allows ${cell(row, "allows")} (${cell(row, "atLimit")})`)
      .join("; ")}.`,
    priority: "P0",
  }),
};

export const tenantExport: Question = {
  id: "data.tenant-export",
  category: "data",
  number: 17,
  text: "How soon does an organisation get all of its data when it asks, and how long after it left is the last of it deleted?",
  reason: "Larger customers ask before they sign, and the GDPR asks afterwards.",
  follows: "An export that is complete, and a deletion that reaches backups and copies.",
  example: "export 24 hours, kept 30 days, erased 90 days",
  answer: {
    kind: "quantities",
    parts: [
      { id: "export", title: "Export ready within", measure: "duration", least: 0 },
      { id: "kept", title: "Kept after leaving for", measure: "duration", least: 0 },
      { id: "erased", title: "Gone from backups within", measure: "duration", least: 0 },
    ],
  },
  asked: whenKind("saas"),
  recommend: (facts) =>
    take(
      "export 24 hours, kept 30 days, erased 90 days",
      "Several organisations share it: a day for an export can be kept without haste, 30 days forgive a mistake, and backups of a month or two are over by then.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: (value) => ({
    statement: `WHEN an organisation asks for its data THE SYSTEM SHALL hand out all of it in an open format within ${amountOf(value, "export")}. WHEN an organisation has left THE SYSTEM SHALL keep its data for ${amountOf(value, "kept")}, delete it then, and have it gone from every backup within ${amountOf(value, "erased")}.`,
    priority: "P1",
  }),
};

export const approvals: Question = {
  id: "data.approvals",
  category: "data",
  number: 9,
  text: "Which actions need the approval of somebody else, whose, and from which amount on?",
  reason: "Who may say yes is the heart of most internal tools, and is written down nowhere.",
  follows: "The states of what is asked for, who stands in for whom, and what is kept as evidence.",
  example:
    "Purchase | ordering goods or services | head of the department | 1,000 EUR\nNew supplier | paying somebody new | accounting",
  answer: {
    kind: "table",
    row: "approval",
    least: 0,
    columns: [
      { id: "name", title: "Approval", cell: { kind: "name" } },
      { id: "what", title: "What is approved", cell: { kind: "text" } },
      { id: "who", title: "Who approves", cell: { kind: "text" } },
      {
        id: "from",
        title: "From which amount on",
        optional: true,
        cell: { kind: "quantity", measure: "money" },
      },
    ],
  },
  asked: whenKind("internal"),
  requirement: (value) => ({
    statement: rowsIn(value).length
      ? `IF nobody with the right to it, other than who asked, has approved THEN THE SYSTEM SHALL not carry out: ${rowsIn(
          value,
        )
          .map((row) => {
            const from = cell(row, "from");
            return `${cell(row, "what")} (${cell(row, "who")}${from ? `, from ${from} on` : ""})`;
          })
          .join("; ")}.`
      : "WHEN somebody with the right to an action takes it THE SYSTEM SHALL carry it out without the approval of another.",
    priority: "P0",
  }),
};

export const dataImport: Question = {
  id: "data.import",
  category: "data",
  number: 19,
  text: "From where does data come that is there already, and how much of it, and in what state is it: none, or which sources?",
  reason: "Old data breaks every new rule, and is found out on the last weekend before the release.",
  follows: "What is cleaned, refused or carried over as it is, and how the carrying over is rehearsed.",
  example: "order sheets | 48,000 | spreadsheets | three spellings of each supplier, no ids",
  answer: {
    kind: "table",
    row: "source",
    least: 0,
    columns: [
      { id: "name", title: "Source", cell: { kind: "name" } },
      { id: "records", title: "Records", cell: { kind: "quantity", measure: "count" } },
      { id: "form", title: "Form", cell: { kind: "text" } },
      { id: "state", title: "State it is in", cell: { kind: "text" } },
    ],
  },
  asked: whenKind("internal", "saas", "commerce", "content", "other"),
  requirement: (value) => ({
    statement: rowsIn(value).length
      ? `WHEN data is taken over from ${listed(rowsIn(value).map((row) => `${cell(row, "name")} (${cell(row, "records")} records)`))} THE SYSTEM SHALL take each record once, refuse what breaks a rule, and list what it refused and why.`
      : "THE SYSTEM SHALL begin with no data.",
    priority: "P1",
  }),
};
