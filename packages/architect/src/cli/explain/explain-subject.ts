import { explain, type Subject } from "../../design/explain/index.js";
import { readKnowledge } from "../../knowledge/index.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { requiredBrief } from "../brief/required-brief.js";
import { fit, widthOf } from "../interview/wrap.js";
import type { ExitCode, Given } from "../verb.js";
import { formatExplanation } from "./format-explanation.js";

/**
 * Explains what was typed.
 *
 * @throws ToolError BRIEF_MISSING; SUBJECT_UNKNOWN, SUBJECT_AMBIGUOUS; what a brief or a design that cannot be read throws
 */
export async function explainSubject({ terminal, arguments: words, text }: Given): Promise<ExitCode> {
  const blueprint = text("blueprint");
  const directory = findFolder(process.cwd(), blueprint);
  const knowledge = await readKnowledge(directory, blueprint);
  if (!knowledge) {
    requiredBrief(directory);
    return 1;
  }
  const { ground, isDesigned, notes } = knowledge;
  const typed = words.join(" ");
  const explained = explain(ground, typed);
  if (explained.found !== "one") throw notFound(typed, explained);
  for (const note of notes) terminal.note((paint) => paint("dim", note));
  terminal.result({ ...explained, isDesigned, notes }, (paint) =>
    fit(formatExplanation(explained.explanation, isDesigned, paint), widthOf(process.stdout)),
  );
  return 0;
}

function notFound(
  typed: string,
  explained: Exclude<ReturnType<typeof explain>, { found: "one" }>,
): ToolError {
  const shown = JSON.stringify(typed.length > 80 ? `${typed.slice(0, 80)}…` : typed);
  if (explained.found === "several")
    return new ToolError(
      "SUBJECT_AMBIGUOUS",
      [`${shown} means several things alike:`, ...explained.meant.map(line)].join("\n"),
      `lintel explain ${explained.meant[0]?.kind ?? ""} ${explained.meant[0]?.id ?? ""}`,
      { exitCode: 2 },
    );
  const { nearest } = explained;
  return new ToolError(
    "SUBJECT_UNKNOWN",
    nearest.length === 0
      ? `Nothing is called ${shown}.`
      : [`Nothing is called ${shown}. What is called alike:`, ...nearest.map(line)].join("\n"),
    nearest[0] === undefined
      ? "Name a requirement (lintel brief show), a name of the blueprint, a decision, a question or a document."
      : `lintel explain ${nearest[0].kind} ${nearest[0].id}`,
    { exitCode: 2 },
  );
}

function line({ kind, id, title }: Subject): string {
  const short = title.length > 100 ? `${title.slice(0, 100)}…` : title;
  return `  ${kind} ${id}${short === id ? "" : `: ${short}`}`;
}
