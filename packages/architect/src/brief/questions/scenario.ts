import fc from "fast-check";
import type { AnswerValue, Cell } from "../answer/value.js";
import { type Measure, measures, type Quantity } from "../quantity/quantity.js";
import type { AnswerKind, Column, Question } from "./question.js";

/** Any clear answer to a question. */
export function anyValue({ answer }: Question): fc.Arbitrary<AnswerValue> {
  switch (answer.kind) {
    case "choice":
      return anyChoice(answer).map((chosen) => ({ kind: "choice", chosen }));
    case "quantities":
      return fc
        .record(
          Object.fromEntries(answer.parts.map((part) => [part.id, anyQuantity(part.measure, part.least)])),
        )
        .map((parts) => ({ kind: "quantities", parts }));
    case "text":
      return fc.constant({ kind: "text", text: "Clerks re-type orders by hand; that shall end." });
    case "table":
      return fc
        .array(fc.record(Object.fromEntries(answer.columns.map((column) => [column.id, anyCell(column)]))), {
          minLength: answer.least ?? 1,
          maxLength: 3,
        })
        .map((rows) => ({
          kind: "table",
          rows: rows.map((row, index) => ({ ...row, name: `row ${index + 1}` })),
        }));
  }
}

/** Answers to any of the questions: each is clear, or open. */
export function anyAnswers(
  questions: readonly Question[],
): fc.Arbitrary<{ readonly [question: string]: AnswerValue | undefined }> {
  return fc.record(
    Object.fromEntries(
      questions.map((question) => [question.id, fc.option(anyValue(question), { nil: undefined, freq: 8 })]),
    ),
  );
}

function anyChoice({ options, many }: AnswerKind & { kind: "choice" }): fc.Arbitrary<readonly string[]> {
  const ids = options.filter(({ alone }) => !alone).map(({ id }) => id);
  const alone = options.filter((option) => option.alone).map(({ id }) => [id]);
  const one = fc.constantFrom(...ids.map((id) => [id]), ...alone);
  return many ? fc.oneof(one, fc.subarray(ids, { minLength: 1 })) : one;
}

function anyCell({ cell }: Column): fc.Arbitrary<Cell> {
  switch (cell.kind) {
    case "quantity":
      return anyQuantity(typeof cell.measure === "string" ? cell.measure : "count");
    case "choice":
      return fc.constantFrom(...cell.options);
    case "criteria":
    case "lines":
      return fc.constant(["WHEN it is asked THE SYSTEM SHALL answer"]);
    default:
      return fc.constant("is kept until it is back");
  }
}

function anyQuantity(measure: Measure, least = 0): fc.Arbitrary<Quantity> {
  if (measure === "date")
    return fc.integer({ min: 20_000, max: 30_000 }).map((value) => ({ measure, value }));
  const value =
    measures[measure].unit === "%"
      ? fc.integer({ min: least, max: 100 })
      : fc.integer({ min: least, max: 5_000_000 });
  return value.map((value) => ({
    measure,
    value,
    ...(measure === "latency" ? { percentile: 99 } : {}),
    ...(measure === "money" ? { currency: "EUR", per: "month" as const } : {}),
  }));
}
