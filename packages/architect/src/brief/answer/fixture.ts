import fc from "fast-check";
import { quantities } from "../quantity/fixture.js";
import type { AnswerKind, Column, Question } from "../questions/question.js";
import { readCell } from "./read-cell.js";
import { readText } from "./read-text.js";
import type { AnswerValue, Cell, TableRow } from "./value.js";

/** A question of one kind of answer, as small as can be. */
export function questionOf(answer: AnswerKind): Question {
  return {
    id: "scope.sample",
    category: "scope",
    number: 1,
    text: "What is it?",
    reason: "It is asked in tests.",
    follows: "Nothing.",
    example: "",
    answer,
    requirement: () => ({ statement: "THE SYSTEM SHALL be tested.", priority: "P0" }),
  };
}

const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
const criteria = fc.constantFrom(
  "WHEN an order is placed THE SYSTEM SHALL reserve its stock.",
  "IF the card is refused; or late THEN THE SYSTEM SHALL cancel | drop the order.",
  "THE SYSTEM SHALL keep orders for 10 years.",
);

function cells(column: Column): fc.Arbitrary<Cell | undefined> {
  const { cell } = column;
  const texts = words.map((text): Cell | undefined => {
    const read = readCell(column, text, false);
    return "cell" in read ? read.cell : "a text | with; signs \\ in it";
  });
  const some: { readonly [kind in typeof cell.kind]: () => fc.Arbitrary<Cell | undefined> } = {
    name: () => texts,
    text: () => texts,
    lines: () =>
      fc.array(words, { minLength: 1, maxLength: 4 }).map((lines) => {
        const read = readCell(column, lines, false);
        return "cell" in read ? read.cell : ["a line"];
      }),
    criteria: () => fc.uniqueArray(criteria, { minLength: 1, maxLength: 3 }),
    quantity: () =>
      cell.kind === "quantity"
        ? fc
            .constantFrom(...(typeof cell.measure === "string" ? [cell.measure] : cell.measure))
            .chain(quantities)
        : fc.constant(undefined),
    choice: () => {
      if (cell.kind !== "choice") return fc.constant(undefined);
      return cell.many ? fc.subarray([...cell.options], { minLength: 1 }) : fc.constantFrom(...cell.options);
    },
  };
  const made = some[cell.kind]();
  return column.optional ? fc.option(made, { nil: undefined }) : made;
}

/** Values that answers to a question can come to. */
export function answers({ answer }: Question): fc.Arbitrary<AnswerValue> {
  switch (answer.kind) {
    case "quantities":
      return fc
        .tuple(
          ...answer.parts.map((part) => {
            const [least, most] = [part.least ?? -Infinity, part.most ?? Infinity];
            const isBound = least !== -Infinity || most !== Infinity;
            const whole = (value: number) => Math.min(Math.max(Math.round(value), least), most);
            const fitting = quantities(part.measure).map((quantity) =>
              isBound && part.measure !== "availability"
                ? { ...quantity, value: whole(quantity.value) }
                : quantity,
            );
            return fc.tuple(
              fc.constant(part.id),
              part.optional ? fc.option(fitting, { nil: undefined }) : fitting,
            );
          }),
        )
        .map((parts) => ({
          kind: "quantities",
          parts: Object.fromEntries(parts.flatMap(([id, value]) => (value ? [[id, value]] : []))),
        }));
    case "choice": {
      const ids = answer.options
        .filter(({ alone, id }) => !alone && id !== "none" && id !== "other")
        .map(({ id }) => id);
      const some = answer.many
        ? fc.subarray(ids, { minLength: 1 })
        : fc.constantFrom(...ids).map((id) => [id]);
      return some.map((chosen) => ({ kind: "choice", chosen }));
    }
    case "text":
      return fc.array(words, { minLength: 3, maxLength: 8 }).map((some): AnswerValue => {
        const read = readText([], some.join(" "));
        return read.outcome === "clear" ? read.value : { kind: "text", text: "It says three words." };
      });
    case "table":
      return fc
        .array(fc.tuple(...answer.columns.map(cells)), { minLength: answer.least ?? 1, maxLength: 5 })
        .map((some) => {
          const rows = some.map((row, position): TableRow => {
            const cellsOf = answer.columns.map(({ id }, at): [string, Cell | undefined] => [
              id,
              at === 0 ? `${String(row[at]).slice(0, 40).trim()} ${position}` : row[at],
            ]);
            return Object.fromEntries(
              cellsOf.flatMap(([id, cell]) => (cell === undefined ? [] : [[id, cell]])),
            );
          });
          return { kind: "table", rows };
        });
  }
}
