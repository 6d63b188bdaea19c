import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerValue } from "../answer/value.js";
import type { Answers } from "../brief.js";
import { categories } from "../category.js";
import { factsOf } from "../facts.js";
import { askedOf } from "../interview/asked.js";
import { featureQuestions, projectQuestions } from "./index.js";
import { anyAnswers, anyValue } from "./scenario.js";

const banks = [
  { bank: "project", questions: projectQuestions, before: [] },
  { bank: "feature", questions: featureQuestions, before: projectQuestions },
] as const;

const every = banks.flatMap(({ questions, before }) =>
  questions.map((question, index) => ({
    id: question.id,
    question,
    earlier: [...before, ...questions.slice(0, index)],
    all: [...before, ...questions],
  })),
);

function asAnswers(values: { readonly [question: string]: AnswerValue | undefined }): Answers {
  return Object.fromEntries(
    Object.entries(values).flatMap(([id, value]) => (value ? [[id, { said: "", value }]] : [])),
  );
}

describe.each(banks)("the $bank bank", ({ questions }) => {
  it("has each id and each requirement once, in the order of the categories", () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    const numbers = questions.map(({ category, number }) => `${category} ${number}`);
    expect(new Set(numbers).size).toBe(questions.length);
    const order = categories.map(({ id }) => id);
    const found = questions.map(({ category }) => order.indexOf(category));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(new Set(found).size).toBe(order.length);
  });
});

it("has all questions that a whole project needs", () => {
  expect(projectQuestions.length).toBeGreaterThanOrEqual(64);
  for (const { id, category } of projectQuestions) expect(id.startsWith(`${category}.`)).toBe(true);
  for (const { id } of featureQuestions) expect(id).toMatch(/^feature\./);
});

describe.each(every)("$id", ({ question, earlier, all }) => {
  const { id, text, reason, follows, example, answer } = question;

  it("is one open, specific question", () => {
    expect(id).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(text).toMatch(
      /^(What|Which|How|Who|Where|When|Until when|Within|Through|From|By|For whom|For which|For how|On which|In which|At which|To whom|To which|With (?:what|which)|Under which|Over|Of) .*\?$/,
    );
    expect(text).not.toMatch(/^(Is|Do|Does|Are|Will|Can|Should|Would|Has|Have)\b/);
    expect(text.match(/\?/g)).toHaveLength(1);
    expect(text.length).toBeGreaterThan(25);
    expect(text.length).toBeLessThan(190);
    expect(text).not.toMatch(
      /\b(etc|obviously|of course|simply|just|surely|right|fast|good|appropriate|adequate)\b/i,
    );
  });

  it("says why it matters and what follows, each in a sentence", () => {
    for (const line of [reason, follows]) expect(line).toMatch(/^[A-Z"][^\n]{15,220}\.$/);
    expect(example.trim()).not.toBe("");
  });

  it("offers choices with what speaks for each, what against, and when it fits", () => {
    if (answer.kind !== "choice") return;
    expect(answer.options.length).toBeGreaterThanOrEqual(2);
    expect(new Set(answer.options.map((option) => option.id)).size).toBe(answer.options.length);
    for (const option of answer.options) {
      expect(option.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(option.pros.length).toBeGreaterThan(0);
      expect(option.cons.length).toBeGreaterThan(0);
      for (const line of [...option.pros, ...option.cons, option.fits])
        expect(line).toMatch(/^[A-Z0-9"].*\.$/);
    }
  });

  it("looks only at answers to earlier questions, and names those that it follows from", () => {
    fc.assert(
      fc.property(anyAnswers(earlier), (values) => {
        const facts = factsOf(earlier, values);
        expect(typeof (question.asked?.holds(facts) ?? true)).toBe("boolean");
        const recommended = question.recommend?.(facts);
        if (answer.kind === "choice") expect(recommended).toBeDefined();
        if (!recommended) return;
        expect(recommended.reason).toMatch(/^[A-Z0-9"].*\.$/);
        expect(recommended.reason).not.toMatch(/undefined|NaN|Infinity/);
        expect(new Set(recommended.from).size).toBe(recommended.from.length);
        for (const from of recommended.from) expect(facts.isAnswered(from), from).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("makes a requirement of every answer, in the form of EARS", () => {
    fc.assert(
      fc.property(anyAnswers(all), anyValue(question), (values, value) => {
        const facts = factsOf(all, { ...values, [id]: value });
        const { statement, priority } = question.requirement(value, facts);
        expect(statement).toMatch(/^(WHEN |WHILE |WHERE |IF .* THEN )?.*THE SYSTEM SHALL /);
        expect(statement).toMatch(/^(WHEN|WHILE|WHERE|IF|THE SYSTEM SHALL) /);
        expect(statement).toMatch(/\.$/);
        expect(statement).not.toMatch(/undefined|NaN|\[object| {2}|\.\./);
        expect(["P0", "P1", "P2", "P3"]).toContain(priority);
      }),
      { numRuns: 60 },
    );
  });
});

/** All questions that are asked, after any answers. */
const anyAsked = anyAnswers(projectQuestions).map(
  (values) => askedOf(projectQuestions, asAnswers(values)).questions,
);

it("asks each category no more and no less than it should, whatever was answered", () => {
  fc.assert(
    fc.property(anyAsked, (asked) => {
      for (const { id, least, most } of categories) {
        const count = asked.filter(({ category }) => category === id).length;
        expect(count, id).toBeGreaterThanOrEqual(least);
        expect(count, id).toBeLessThanOrEqual(most);
      }
      expect(asked.length).toBeGreaterThanOrEqual(21);
      expect(asked.length).toBeLessThanOrEqual(38);
    }),
    { numRuns: 1000 },
  );
});

it("asks five to ten questions about a smaller feature, of every category that it touches", () => {
  fc.assert(
    fc.property(anyAnswers(featureQuestions), anyAnswers(projectQuestions), (values, before) => {
      const asked = askedOf(featureQuestions, asAnswers(values), {
        questions: projectQuestions,
        answers: asAnswers(before),
      }).questions;
      expect(asked.length).toBeGreaterThanOrEqual(5);
      expect(asked.length).toBeLessThanOrEqual(10);
    }),
    { numRuns: 300 },
  );
});

it("has for each of its questions some answers after which it is asked", () => {
  const reached = new Set(
    fc.sample(anyAsked, { numRuns: 3000, seed: 1 }).flatMap((asked) => asked.map(({ id }) => id)),
  );
  expect(projectQuestions.filter(({ id }) => !reached.has(id)).map(({ id }) => id)).toEqual([]);
});
