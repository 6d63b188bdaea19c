import { slug } from "../answer/given.js";
import type { FoundRow, TableQuestion } from "./draft.js";
import { isGap } from "./phrases.js";
import type { Section, Topic } from "./sections.js";

const questions: { readonly [topic in Topic]?: TableQuestion } = {
  features: "scope.features",
  requirements: "scope.features",
  entities: "data.entities",
  "edge-cases": "data.edge-cases",
  metrics: "scope.metrics",
  integrations: "integration.systems",
  users: "scope.users",
};

/** What the titles of columns are called, by the columns of the bank. */
const columns: { readonly [question in TableQuestion]: { readonly [column: string]: string } } = {
  "scope.features": {
    name: "name feature title capability",
    what: "what description what-it-does details",
    priority: "priority prio",
    criteria: "criteria acceptance-criteria acceptance",
  },
  "scope.users": {
    name: "name user role persona actor",
    does: "does what-they-do needs goal description",
    people: "people how-many number count",
  },
  "scope.metrics": {
    name: "name metric kpi measure",
    target: "target goal value threshold",
    measuredBy: "measured-by measuredby how-it-is-measured how-measured measurement source",
    priority: "priority prio",
  },
  "data.entities": {
    name: "name entity",
    holds: "holds description what-it-holds fields attributes",
    now: "now rows-now volume-now today",
    inAYear: "in-a-year inayear rows-in-a-year volume-in-a-year",
    privacy: "privacy sensitivity",
    keptFor: "kept-for keptfor retention",
  },
  "data.edge-cases": {
    name: "name case edge-case",
    situation: "situation condition when description",
    outcome: "outcome expected expected-behaviour expected-behavior what-happens",
  },
  "integration.systems": {
    name: "name system service integration",
    purpose: "purpose description use what-for",
    direction: "direction",
    authentication: "authentication auth",
    whenDown: "when-down whendown fallback while-it-is-down",
  },
};

/** Rows of Markdown's tables below headings that announce what is in them; columns by their titles. */
export function tablesIn(sections: readonly Section[], file: string): readonly FoundRow[] {
  const rows: FoundRow[] = [];
  for (const { topic, blocks, priority } of sections) {
    const question = questions[topic];
    if (!question) continue;
    let titles: readonly (string | undefined)[] | undefined;
    let before = 0;
    for (const { kind, cells, text, line } of blocks) {
      if (kind !== "row" || line !== before + 1) titles = undefined;
      before = line;
      if (kind !== "row" || /^[\s|:-]+$/.test(text)) continue;
      if (titles === undefined) {
        titles = cells.map((title) => columnOf(question, title));
        continue;
      }
      const made: { [column: string]: string } = {};
      for (const [position, cell] of cells.entries()) {
        const column = titles[position];
        if (column && cell !== "" && !isGap(cell)) made[column] = cell;
      }
      if (question === "scope.features" && priority && !made.priority) made.priority = priority;
      if (made.name) rows.push({ question, cells: made, from: [{ file, line }] });
    }
  }
  return rows;
}

function columnOf(question: TableQuestion, title: string): string | undefined {
  const word = slug(title);
  return Object.entries(columns[question]).find(([, names]) => names.split(" ").includes(word))?.[0];
}
