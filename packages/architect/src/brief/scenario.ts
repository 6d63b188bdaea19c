import type { AnswerValue, Cell, TableRow } from "./answer/value.js";
import { atOdds } from "./at-odds.js";
import { type Amendment, type Answers, type Brief, emptyBrief } from "./brief.js";
import { interviewOf } from "./interview/interview.js";
import type { Quantity } from "./quantity/quantity.js";
import type { Column, Question } from "./questions/question.js";

/** For tests: what the questions of the bank's backbone come to for a small shop in which nothing is at odds. */
export const shop: Values = {
  "scope.kind": choose("commerce"),
  "scope.problem": say("Small makers lose orders taken by mail; the goal is that every order is taken once."),
  "scope.users": rows(
    { name: "customer", does: "browses and orders", people: quantity("count", 50_000) },
    { name: "maker", does: "keeps products and stock" },
  ),
  "scope.features": rows(
    {
      name: "Place order",
      what: "a customer orders what is in stock",
      priority: "P0",
      criteria: [
        "WHEN a customer places an order THE SYSTEM SHALL reserve its stock",
        "IF stock is short THEN THE SYSTEM SHALL refuse the order with code OUT_OF_STOCK",
      ],
    },
    { name: "Größen", what: "sizes of products", priority: "P1" },
    { name: "Gift cards", what: "cards that hold an amount", priority: "P3" },
  ),
  "scope.metrics": rows({
    name: "Orders lost",
    target: quantity("count", 0),
    measuredBy: "orders acknowledged against orders kept, nightly",
    priority: "P0",
  }),
  "architecture.style": choose("modular-monolith"),
  "architecture.interfaces": choose("rest"),
  "architecture.technologies": say("none"),
  "experience.consumers": choose("web"),
  "experience.errors": choose(),
  "data.entities": rows(
    {
      name: "product",
      holds: "what is sold",
      now: quantity("count", 10_000),
      inAYear: quantity("count", 30_000),
      privacy: "public",
    },
    {
      name: "order",
      holds: "what a customer ordered",
      now: quantity("count", 20_000),
      inAYear: quantity("count", 200_000),
      privacy: "personal",
      keptFor: quantity("duration", 10 * 365 * 86_400),
    },
  ),
  "data.rules": rows({ name: "stock", rule: ["THE SYSTEM SHALL never sell more than is in stock"] }),
  "data.edge-cases": rows({
    name: "last item twice",
    situation: "two customers order the last item at once",
    outcome: ["WHEN two orders want the last item THE SYSTEM SHALL accept one and refuse the other"],
  }),
  "integration.systems": rows({
    name: "Mail",
    purpose: "tells customers about orders",
    direction: "out",
    authentication: "api-key",
    whenDown: "messages wait up to a day and are sent then",
  }),
  "integration.callers": choose("users"),
  "performance.load": quantities({
    concurrent: quantity("count", 500),
    usual: quantity("rate", 40),
    peak: quantity("rate", 400),
  }),
  "performance.latency": quantities({
    read: { ...quantity("latency", 150), percentile: 99 },
    write: { ...quantity("latency", 300), percentile: 99 },
  }),
  "security.regulations": choose("gdpr"),
  "security.authentication": choose("user-owned", "permissions", "sensitive", "compliance"),
  "testing.coverage": quantities({ lines: quantity("share", 85) }),
  "testing.kinds": choose("unit", "integration", "load", "security"),
  "deployment.topology": choose("one-region"),
  "deployment.recovery": quantities({
    uptime: quantity("availability", 99.9),
    rpo: quantity("duration", 300),
    rto: quantity("duration", 3_600),
  }),
  "deployment.backups": choose("continuous"),
  "constraints.plan": quantities({
    release: quantity("date", 21_200),
    people: quantity("count", 3),
    budget: { ...quantity("money", 1_500), currency: "EUR", per: "month" },
  }),
};

/** And of an amendment to it. */
export const refunds: Values = {
  "feature.behaviour": rows({
    name: "Refund order",
    what: "a maker pays an order back",
    priority: "P0",
    criteria: ["WHEN a maker refunds an order THE SYSTEM SHALL pay its amount back once"],
  }),
  "feature.data": rows(),
  "feature.integration": rows(),
  "feature.edge-cases": rows({
    name: "refunded twice",
    situation: "a refund is asked for again",
    outcome: ["IF an order is refunded already THEN THE SYSTEM SHALL refuse with code REFUNDED"],
  }),
  "feature.rollout": choose("flag"),
};

export interface Values {
  readonly [question: string]: AnswerValue;
}

/** A brief with these values as clear answers. */
export function briefOf(values: Values, amendments: { readonly [name: string]: Values } = {}): Brief {
  return {
    ...emptyBrief("shop"),
    answers: answersOf(values),
    amendments: Object.fromEntries(
      Object.entries(amendments).map(([name, own]): [string, Amendment] => [
        name,
        { title: name, answers: answersOf(own) },
      ]),
    ),
  };
}

export function answersOf(values: Values): Answers {
  return Object.fromEntries(
    Object.entries(values).map(([question, value]) => [question, { said: JSON.stringify(value), value }]),
  );
}

export function choose(...chosen: readonly string[]): AnswerValue {
  return { kind: "choice", chosen };
}

function say(text: string): AnswerValue {
  return { kind: "text", text };
}

export function rows(...given: readonly TableRow[]): AnswerValue {
  return { kind: "table", rows: given };
}

export function quantities(parts: { readonly [part: string]: Quantity }): AnswerValue {
  return { kind: "quantities", parts };
}

export function quantity(measure: Quantity["measure"], value: number): Quantity {
  return { measure, value };
}

/**
 * A brief with nothing open and nothing at odds: what else the bank asks is answered with whatever contradicts nothing, so that a new question of the
 * bank changes no test.
 */
export function completeBrief(
  values: Values = shop,
  amendments: { readonly [name: string]: Values } = {},
): Brief {
  const names = [undefined, ...Object.keys(amendments)];
  return names.reduce(completed, briefOf(values, amendments));
}

function completed(brief: Brief, amendment: string | undefined): Brief {
  let now = brief;
  for (let open = openIn(now, amendment); open; open = openIn(now, amendment)) {
    const question = open;
    const fitting = someValues(question)
      .map((value) => withAnswer(now, question.id, value, amendment))
      .find((candidate) => atOdds(candidate).length === 0);
    if (!fitting) throw new TypeError(`Nothing fits as an answer to ${question.id}.`);
    now = fitting;
  }
  return now;
}

function openIn(brief: Brief, amendment: string | undefined): Question | undefined {
  return interviewOf(brief, amendment).open[0];
}

export function withAnswer(brief: Brief, id: string, value: AnswerValue, amendment?: string): Brief {
  const answer = { said: JSON.stringify(value), value };
  const own = amendment === undefined ? undefined : brief.amendments[amendment];
  return own && amendment !== undefined
    ? {
        ...brief,
        amendments: {
          ...brief.amendments,
          [amendment]: { ...own, answers: { ...own.answers, [id]: answer } },
        },
      }
    : { ...brief, answers: { ...brief.answers, [id]: answer } };
}

function someValues({ answer }: Question): readonly AnswerValue[] {
  switch (answer.kind) {
    case "choice":
      return answer.options.map(({ id }) => choose(id));
    case "text":
      return [say("Everything that there is to say of it.")];
    case "quantities":
      return [1, 60, 1_000_000].map((value) =>
        quantities(Object.fromEntries(answer.parts.map(({ id, measure }) => [id, quantity(measure, value)]))),
      );
    case "table":
      return (answer.least ?? 1) === 0
        ? [rows()]
        : [rows(Object.fromEntries(answer.columns.map(({ id, cell }) => [id, someCell(cell)])))];
  }
}

function someCell(cell: Column["cell"]): Cell {
  switch (cell.kind) {
    case "quantity":
      return quantity(typeof cell.measure === "string" ? cell.measure : "count", 60);
    case "choice":
      return cell.options[0] ?? "";
    case "criteria":
    case "lines":
      return ["WHEN it is asked THE SYSTEM SHALL answer with 3 rows"];
    default:
      return "some";
  }
}
