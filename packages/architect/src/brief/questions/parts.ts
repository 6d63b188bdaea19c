import type { AnswerValue, TableRow } from "../answer/value.js";
import type { Quantity } from "../quantity/quantity.js";
import type { Aspect, Option, Priority, Recommendation, RequirementText } from "./question.js";

/** One of the answers to a choice: what speaks for it, what against, and when it fits. */
export function option(
  id: string,
  title: string,
  pros: readonly string[],
  cons: readonly string[],
  fits: string,
  isAlone = false,
): Option {
  return Object.freeze({ id, title, pros, cons, fits, ...(isAlone ? { alone: true as const } : {}) });
}

/** Something a text must speak of, known by one of the patterns. */
export function aspect(ask: string, ...patterns: readonly RegExp[]): Aspect {
  return Object.freeze({ ask, isIn: (text: string) => patterns.some((pattern) => pattern.test(text)) });
}

/** A recommendation, and the questions whose answers it follows from. */
export function take(answer: string, reason: string, ...from: readonly string[]): Recommendation {
  return Object.freeze({ answer, reason, from });
}

/** A requirement whose sentence hangs on what was chosen; of several, their sentences stand side by side. */
export function perChoice(
  priority: Priority,
  sentences: { readonly [option: string]: string },
): (value: AnswerValue) => RequirementText {
  return (value) => {
    const said = chosenIn(value).flatMap((id) => sentences[id] ?? []);
    const other = otherIn(value);
    if (other) said.push(`THE SYSTEM SHALL follow what was said of it: ${sentence(other)}`);
    return { statement: said.join(" "), priority };
  };
}

export function chosenIn(value: AnswerValue): readonly string[] {
  return value.kind === "choice" ? value.chosen : [];
}

function otherIn(value: AnswerValue): string | undefined {
  return value.kind === "choice" ? value.other : undefined;
}

export function rowsIn(value: AnswerValue): readonly TableRow[] {
  return value.kind === "table" ? value.rows : [];
}

export function quantityIn(value: AnswerValue, part: string): Quantity | undefined {
  return value.kind === "quantities" ? value.parts[part] : undefined;
}

/** A text on one line, with a full stop. */
export function sentence(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** "a, b and c". */
export function listed(items: readonly string[], word = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}
