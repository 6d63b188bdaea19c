import type { AnswerValue } from "../answer/value.js";
import { linesOf, quantityOf, textOf } from "../cells.js";
import { formatQuantity } from "../quantity/index.js";
import type { Question } from "../questions/question.js";

/** A clear answer as it would be typed. */
export function typedForm(question: Question, value: AnswerValue): string {
  switch (value.kind) {
    case "text":
      return value.text;
    case "choice":
      return [...value.chosen, ...(value.other === undefined ? [] : [value.other])].join(", ");
    case "quantities":
      return Object.entries(value.parts)
        .map(([part, quantity]) => `${part}: ${formatQuantity(quantity)}`)
        .join("\n");
    case "table": {
      const columns = question.answer.kind === "table" ? question.answer.columns : [];
      return value.rows
        .map((row) =>
          columns
            .map(({ id }) => {
              const quantity = quantityOf(row[id]);
              return quantity ? formatQuantity(quantity) : linesOf(row[id]).join("; ") || textOf(row[id]);
            })
            .join(" | "),
        )
        .join("\n");
    }
  }
}
