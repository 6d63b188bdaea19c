import fc from "fast-check";
import { expect, it } from "vitest";
import { readAnswer } from "../answer/read-answer.js";
import { factsOf } from "../facts.js";
import { featureQuestions, projectQuestions } from "../questions/index.js";
import { anyAnswers } from "../questions/scenario.js";
import { refunds, shop, type Values } from "../scenario.js";
import { amendmentCases } from "./cases/amendment.js";
import { cases } from "./cases/index.js";
import { amendmentContradictionsOf, amendmentRules, contradictionsOf, rules } from "./index.js";

const all = Object.values(rules).flat();

const found = (values: Values) => contradictionsOf(factsOf(projectQuestions, { ...shop, ...values }));
const codes = (values: Values) => found(values).map(({ code }) => code);

it("finds nothing in a shop in which nothing is at odds, nor where nothing is answered", () => {
  expect(codes({})).toEqual([]);
  expect(contradictionsOf(factsOf(projectQuestions, {}))).toEqual([]);
});

it("has a case for every rule, and a code for each of its own", () => {
  expect(Object.keys(cases).sort()).toEqual(all.map(({ code }) => code).sort());
  const every = [...all, ...amendmentRules].map(({ code }) => code);
  expect(new Set(every).size).toBe(every.length);
  for (const code of every) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

it.each(Object.entries(cases))("finds %s, and nothing else", (code, { found: answers, says }) => {
  const [first] = found(answers);
  expect(codes(answers)).toEqual([code]);
  if (says !== undefined) expect(first?.says).toContain(says);
});

it.each(
  Object.entries(cases).flatMap(([code, { near }]) =>
    near.map((answers, index) => ({ code, index, answers })),
  ),
)("does not find $code in what comes near to it ($index)", ({ answers }) => {
  expect(codes(answers)).toEqual([]);
});

it.each(Object.entries(cases))("says what is at odds in %s in a sentence, with ways out", (_code, given) => {
  for (const { says, ways, questions } of found(given.found)) {
    expect(says).toMatch(/^[A-Z0-9"].*\.$/);
    expect(says).not.toMatch(/undefined|NaN|\[object/);
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) {
      expect(way).toMatch(/^[a-z]+\.[a-z-]+: .+/);
      expect(way).not.toMatch(/undefined|NaN|Infinity|\[object/);
      const [id = "", to = ""] = way.split(/: (.*)/s);
      const question = projectQuestions.find((one) => one.id === id);
      // Of a table, and where an amount of money has to be found, it says what to change.
      if (question?.answer.kind === "choice")
        expect([way, readAnswer(question, to).outcome]).toEqual([way, "clear"]);
      else if (question?.answer.kind === "quantities" && id !== "constraints.plan")
        expect([way, readAnswer(question, to).outcome]).toEqual([way, "clear"]);
      else expect(question?.answer.kind).toMatch(/^(table|quantities)$/);
    }
    expect(questions.length).toBeGreaterThan(0);
  }
});

const inAmendment = (values: Values, project: Values = {}) =>
  amendmentContradictionsOf(
    factsOf([...projectQuestions, ...featureQuestions], { ...shop, ...project, ...refunds, ...values }),
  );

it("finds nothing in an amendment in which nothing is at odds", () => {
  expect(inAmendment({})).toEqual([]);
});

it("has a case for every rule of amendments", () => {
  expect(Object.keys(amendmentCases)).toEqual(amendmentRules.map(({ code }) => code));
});

it.each(Object.entries(amendmentCases))(
  "finds %s in an amendment, and nothing in what comes near",
  (code, given) => {
    const { found: answers, near, says } = given;
    const all = inAmendment(answers.feature, answers.project);
    expect(all.map((one) => one.code)).toEqual([code]);
    expect(all[0]?.says).toContain(says);
    for (const way of all[0]?.ways ?? []) expect(way).toMatch(/^[a-z]+\.[a-z-]+: .+/);
    for (const { feature, project } of near) expect(inAmendment(feature, project)).toEqual([]);
  },
);

it("asks only about questions, parts and options of the bank, whatever was answered", () => {
  fc.assert(
    fc.property(anyAnswers(projectQuestions), anyAnswers(featureQuestions), (project, feature) => {
      const both = factsOf([...projectQuestions, ...featureQuestions], { ...project, ...feature });
      const all = [
        ...contradictionsOf(factsOf(projectQuestions, project)),
        ...contradictionsOf(both),
        ...amendmentContradictionsOf(both),
      ];
      for (const { says, ways } of all)
        expect([says, ...ways].join()).not.toMatch(/undefined|NaN|Infinity|\[object/);
    }),
    { numRuns: 300 },
  );
});

it("looks at no question that a rule does not name", () => {
  for (const rule of all) {
    const facts = factsOf(
      projectQuestions.filter(({ id }) => rule.questions.includes(id)),
      Object.fromEntries(rule.questions.map((id) => [id, { ...shop, ...cases[rule.code]?.found }[id]])),
    );
    expect(rule.find(facts)?.says).toBeTruthy();
  }
});
