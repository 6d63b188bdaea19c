import type { Rule } from "../rule.js";
import type { Source } from "../source/index.js";
import { changedSources } from "./changed-sources.js";
import { commentBlocks } from "./comment-blocks.js";
import { codeIn } from "./reads-as-code.js";

export const commentedOutCode: Rule = {
  id: "commented-out-code",
  says: "A comment holds statements that were put out of use. Prose, examples in documentation, licences and instructions to tools are none.",
  *check(sight) {
    for (const source of changedSources(sight)) {
      const withoutSemicolons = hasNoSemicolons(source);
      for (const { lines, kind, isTrailing } of commentBlocks(source)) {
        if (kind === "documentation") continue;
        const at = codeIn(
          sight.sources,
          lines.map(({ text }) => text),
          withoutSemicolons && !isTrailing,
        );
        const found = at === undefined ? undefined : lines[at];
        if (!found) continue;
        yield {
          file: source.path,
          line: source.lineOf(found.offset),
          says: "It is a program that was commented out.",
          remedy: "Delete it: the history keeps it. Where it explains something, say that in words.",
        };
      }
    }
  },
};

/** Whether a file is written without semicolons, so that statements in a comment have none either. */
function hasNoSemicolons({ program, text }: Source): boolean {
  const ending = program.body.filter(
    ({ type }) =>
      type === "ImportDeclaration" || type === "VariableDeclaration" || type === "ExpressionStatement",
  );
  return ending.length > 0 && ending.every(({ end }) => text[end - 1] !== ";");
}
