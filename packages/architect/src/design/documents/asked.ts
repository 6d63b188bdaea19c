import type { Architecture } from "../architecture.js";
import { escapeMarkdown, withRefs } from "../text/index.js";
import { sentence } from "./decision-lines.js";

/**
 * What was asked at these questions, quoted, a paragraph each: the requirement's own sentence and its id, of amendments too. What the rows of a table ask
 * for is told where those are.
 */
export function asked({ requirements }: Architecture, questions: readonly string[]): string {
  return questions
    .flatMap((question) =>
      requirements
        .filter((one) => one.question === question && /-\d{3}$/.test(one.id))
        .map(({ statement, id }) => `> ${withRefs(sentence(escapeMarkdown(statement)), [id])}`),
    )
    .join("\n>\n");
}
