import { digestOf } from "../../confirmation.js";
import { type Line, lines, section } from "../line.js";
import { code, inline } from "../markdown.js";
import type { View } from "../view.js";

/** How far the brief is, in a line, and how to change it. */
export function standing(view: View): readonly Line[] {
  return lines(
    undefined,
    `> ${standingLine(view)}`,
    ">",
    "> Answers can be changed here: in the blocks of the [appendix](#appendix-every-question-and-answer), and in the tables and features further up.",
    "> All else follows from the answers, and is written anew with `lintel brief`. The same as data: `project-brief.json`.",
  );
}

function standingLine({ standing: is, project }: View): string {
  const { answered, asked } = project.progress;
  switch (is.state) {
    case "incomplete":
      return `**Incomplete**: ${answered} of ${asked} questions of the project are answered, and ${is.gaps.length === 1 ? "one thing is" : `${is.gaps.length} things are`} missing. Nothing may be built yet.`;
    case "unconfirmed":
      return "**Complete, and not confirmed**: a person confirms it with `lintel brief confirm`.";
    case "changed":
      return "**Changed since it was confirmed**: a person confirms it anew with `lintel brief confirm`.";
    case "confirmed":
      return `**Confirmed** by ${inline(is.confirmation.name)} at ${inline(is.confirmation.at)}.`;
  }
}

/** What stands in the way of a confirmation, by the command that mends it. */
export function missing({ gaps }: View): readonly Line[] {
  const commands = [...new Set(gaps.map(({ next }) => next))];
  return section(
    "## What is missing",
    ...commands.map((command) => [
      ...lines(undefined, `With ${code(command)}:`, ""),
      ...gaps
        .filter(({ next }) => next === command)
        .flatMap(({ question, says }) => lines(question, `- ${code(question)}: ${inline(says)}`)),
    ]),
  );
}

/** Answers that were changed, oldest first. */
export function changes({ brief }: View): readonly Line[] {
  return section(
    "## Changes",
    brief.history.flatMap(({ question, from, to, reason, at }) =>
      lines(
        undefined,
        `- ${inline(at)}, ${code(question)}: ${inline(reason)}`,
        `  - from: ${inline(shortened(from))}`,
        `  - to: ${inline(shortened(to))}`,
      ),
    ),
  );
}

export function confirmation({ brief, standing: is }: View): readonly Line[] {
  const digest = code(digestOf(brief).slice(0, 16));
  switch (is.state) {
    case "confirmed":
      return section(
        "## Confirmation",
        lines(
          undefined,
          `Confirmed by **${inline(is.confirmation.name)}** at ${inline(is.confirmation.at)}; digest of what was confirmed: ${digest}.`,
        ),
      );
    case "changed":
      return section(
        "## Confirmation",
        lines(
          undefined,
          `Confirmed by ${inline(is.confirmation.name)} at ${inline(is.confirmation.at)} when it said something else, so that does not hold any more. Digest now: ${digest}.`,
        ),
      );
    default:
      return section("## Confirmation", lines(undefined, "Not confirmed."));
  }
}

const longest = 240;

function shortened(text: string): string {
  const line = (namesIn(text) ?? text)
    .trim()
    .replace(/\s*\n\s*/g, " / ")
    .replace(/\s+/g, " ");
  return line === "" ? "(nothing)" : line.length > longest ? `${line.slice(0, longest)}...` : line;
}

/** Of an answer that a program gave as data: the names of its rows, or what it chose. */
function namesIn(text: string): string | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const items: unknown = JSON.parse(text);
    if (!Array.isArray(items)) return undefined;
    const names = items.map((item: unknown) =>
      typeof item === "object" && item !== null && "name" in item ? item.name : item,
    );
    return names.every((name) => typeof name === "string") ? names.join(", ") : undefined;
  } catch {
    return undefined;
  }
}
