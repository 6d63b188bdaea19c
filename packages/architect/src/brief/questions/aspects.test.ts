import { expect, it } from "vitest";
import { featureQuestions, projectQuestions } from "./index.js";

const all = [...projectQuestions, ...featureQuestions];

/** What a text leaves out, by the beginnings of what is asked for. */
function missing(id: string, text: string): readonly string[] {
  const answer = all.find((question) => question.id === id)?.answer;
  if (answer?.kind !== "text") throw new TypeError(id);
  return answer.aspects.filter((aspect) => !aspect.isIn(text)).map(({ ask }) => ask.split(" ")[0] ?? "");
}

it.each([
  "Warehouse clerks re-type 300 orders a day and one in twenty is wrong; orders should arrive without anybody typing them.",
  "Our support team answers the same question forty times a day. We want customers to see the state of their delivery themselves.",
  "Nurses cannot see what the laboratory found until it arrives on paper, so treatment starts late. The goal is results within five minutes.",
  "A farmer learns of a broken pump a day later. The aim is an alarm within a minute.",
  "Tenants wait weeks for a repair because requests get lost in mailboxes; no request shall be lost any more.",
])("takes for the statement of a problem: %s", (text) => expect(missing("scope.problem", text)).toEqual([]));

it.each([
  ["A web shop.", ["Who", "What", "What"]],
  ["It should be fast.", ["Who", "What"]],
  ["Customers lose orders.", ["What"]],
  ["We want a portal.", ["What"]],
  ["Orders are lost every day and nothing is done about it.", ["Who", "What"]],
])("asks of %j for what it leaves out", (text, beginnings) =>
  expect(missing("scope.problem", text)).toEqual(beginnings),
);

it.each([
  ["Must: PostgreSQL, since the operators run it. Must not: anything under the AGPL.", []],
  ["none", []],
  ["No constraints.", []],
  ["node and postgres, the team knows them", []],
  ["modern ones", ["Which"]],
  ["whatever is best", ["Which"]],
  ["something that scales", ["Which"]],
])("knows of %j whether it names technologies", (text, beginnings) =>
  expect(missing("architecture.technologies", text)).toEqual(beginnings),
);

it.each([
  ["We assume that the bank opens its test system by 2027-02-01; without it we begin with invoices.", []],
  ["The legal department decides on the processor before March.", []],
  ["none", []],
  ["others", ["What", "By"]],
  ["The hardware team delivers one hundred prototypes to us.", ["By"]],
])("knows of %j whether it says what others must do and by when", (text, beginnings) =>
  expect(missing("constraints.assumptions", text)).toEqual(beginnings),
);

it.each([
  ["Support staff press refund, and see the provider's reason when it is refused.", []],
  ["Shoppers open it from the order; an error says what to do.", []],
  ["It is on the order page and on paper.", ["Who", "What"]],
  ["Editors use it.", ["What"]],
])("knows of %j whether it says who uses the feature and what they see", (text, beginnings) =>
  expect(missing("feature.users", text)).toEqual(beginnings),
);
