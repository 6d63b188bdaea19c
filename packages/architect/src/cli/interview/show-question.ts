import { asTyped } from "../../brief/answer/as-typed.js";
import type { Interview } from "../../brief/index.js";
import type { Option, Question } from "../../brief/questions/question.js";
import type { Paint } from "../terminal.js";
import { wrap } from "./wrap.js";

/** How things are shown: coloured or not, and how wide. */
export interface Look {
  readonly paint: Paint;
  readonly width: number;
}

const INDENT = "  ";

/** A question with its reason, its options and an example, for a person to read from top to bottom. */
export function showQuestion(interview: Interview, question: Question, look: Look): string {
  const { paint, width } = look;
  const { text, reason, example, answer } = question;
  return [
    paint("dim", placeOf(interview, question)),
    paint("bold", wrap(text, width)),
    wrap(`Why it matters: ${reason}`, width, INDENT),
    ...(answer.kind === "choice" ? showOptions(answer, look) : []),
    ...(answer.kind === "quantities"
      ? [wrap(`Asked for: ${answer.parts.map(partOf).join("; ")}.`, width, INDENT)]
      : []),
    ...(answer.kind === "table"
      ? [
          wrap(`One ${answer.row} a line: ${answer.columns.map(partOf).join(" | ")}.`, width, INDENT),
          wrap("An empty line ends it.", width, INDENT),
        ]
      : []),
    ...showExample(example, look),
    ...showEarlier(interview, question, look),
  ].join("\n");
}

/** `Question 9 of 21 (Data and business logic, 2 of 5)`. */
function placeOf({ questions, progress, answers }: Interview, { id, category }: Question): string {
  const part = progress.categories.find((one) => one.id === category);
  const within = questions.filter((one) => one.category === category);
  const number = (some: readonly Question[]) => some.findIndex((one) => one.id === id) + 1;
  const again = answers[id]?.value === undefined ? "" : ", answered";
  return `Question ${number(questions)} of ${progress.asked} (${part?.title}, ${number(within)} of ${part?.asked}${again})`;
}

function partOf(part: { readonly title: string; readonly optional?: true }): string {
  return part.optional ? `${part.title} (may be left out)` : part.title;
}

function showOptions(
  answer: Extract<Question["answer"], { kind: "choice" }>,
  { paint, width }: Look,
): readonly string[] {
  const painted = (head: string, text: string) => text.replace(head, paint("cyan", head));
  const how = answer.many ? "Choose one or several, by number or name:" : "Choose one, by number or name:";
  const shown = answer.options.flatMap((option, index) => [
    painted(
      `${index + 1}. ${option.id}`,
      wrap(`${index + 1}. ${option.id}: ${option.title}`, width, INDENT, "     "),
    ),
    ...showOption(option, width),
  ]);
  const other = answer.other ? [wrap(`Or say: ${answer.other}.`, width, INDENT)] : [];
  return [`${INDENT}${how}`, ...shown, ...other];
}

function showOption({ pros, cons, fits }: Option, width: number): readonly string[] {
  const line = (label: string, text: string) =>
    text === "" ? [] : [wrap(`${label} ${text}`, width, "     ", "       ")];
  return [...line("for:", pros.join(" ")), ...line("against:", cons.join(" ")), ...line("fits:", fits)];
}

function showExample(example: string, { width }: Look): readonly string[] {
  const lines = example.split("\n");
  if (lines.length === 1) return [wrap(`For example: ${example}`, width, INDENT)];
  return [`${INDENT}For example:`, ...lines.map((line) => wrap(line, width, "    ", "      "))];
}

function showEarlier({ answers }: Interview, question: Question, { width }: Look): readonly string[] {
  const earlier = answers[question.id];
  if (!earlier || earlier.open === "skipped") return [];
  const said = wrap(`You said: ${asTyped(question, earlier)}`, width, INDENT);
  if (earlier.value !== undefined) return [said, `${INDENT}Enter alone keeps it.`];
  if (earlier.open === "unknown") return [`${INDENT}You did not know yet.`];
  const missing = (earlier.missing ?? []).map((one) => wrap(`- ${one}`, width, INDENT, `${INDENT}${INDENT}`));
  return [said, `${INDENT}Still missing:`, ...missing];
}

/** How far the interview is, whole and by category; those of which nothing is asked are left out. */
export function showProgress({ progress }: Interview, { paint }: Look): string {
  const { answered, asked, categories } = progress;
  const some = categories.filter((one) => one.asked > 0);
  const widest = Math.max(0, ...some.map(({ title }) => title.length));
  return [
    paint("bold", `${answered} of ${asked} answered`),
    ...some.map((one) => `${INDENT}${one.title.padEnd(widest)}  ${one.answered} of ${one.asked}`),
  ].join("\n");
}

/** All there is to say of why a question is asked. */
export function showWhy(question: Question, { width }: Look): string {
  const { reason, follows, asked } = question;
  return [
    wrap(`Why it matters: ${reason}`, width, INDENT),
    wrap(`What follows: ${follows}`, width, INDENT),
    wrap(asked ? `Asked because ${asked.because}.` : "Every project is asked this.", width, INDENT),
  ].join("\n");
}
