import type { Change, Dependents, Explanation, Source } from "../../design/explain/index.js";
import type { Paint } from "../terminal.js";

const titles: { readonly [kind in Dependents["kind"]]: string } = {
  decisions: "decisions",
  services: "services",
  entities: "entities",
  operations: "commands and queries",
  events: "events",
  capacity: "capacity",
  documents: "documents of docs/architecture",
  tests: "tests",
  requirements: "requirements",
  workflows: "workflows",
};
/** Of one kind: the rest is counted, and all of them stand in --json. */
const mostShown = 12;
const mostLines = 6;
const longestSaid = 400;

/** An explanation for a person to read. */
export function formatExplanation(explanation: Explanation, isDesigned: boolean, paint: Paint): string {
  const { subject, also, says, origins, dependents, changes } = explanation;
  return [
    `${paint("bold", subject.id)}  ${paint("dim", subject.kind)}`,
    ...says.map((text) => `  ${oneLine(text)}`),
    ...(isDesigned || subject.kind === "question" || subject.kind === "requirement"
      ? []
      : [paint("dim", "  Nothing was designed yet: decisions are what the brief comes to as it stands.")]),
    ...section("Where it comes from", origins.flatMap(source), paint),
    ...section(
      "What depends on it",
      dependents.flatMap((group) => dependentLines(group, paint)),
      paint,
    ),
    ...section("What would change it", changes.map(change), paint),
    ...section(
      "Also called so",
      also.map(({ kind, id }) => `  ${kind} ${id}`),
      paint,
    ),
  ].join("\n");
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ["", paint("bold", title), ...lines];
}

function source({ says, requirements, question }: Source): readonly string[] {
  const refs = requirements.length === 0 || requirements.length > 6 ? "" : ` [${requirements.join(", ")}]`;
  const lines = [`  ${oneLine(says)}${refs}`];
  if (!question) return lines;
  return [
    ...lines,
    `    asked: ${question.text} (${question.id})`,
    ...(question.said === undefined ? [] : answered(question.said)),
    ...(question.accepted === undefined
      ? []
      : [`    a recommendation that was accepted: ${oneLine(question.accepted)}`]),
    ...(question.changed === undefined ? [] : [`    ${oneLine(question.changed)}`]),
    `    ${question.confirmed}`,
  ];
}

/** A table by its rows, as far as they are few. */
function answered(said: string): readonly string[] {
  const [first = "", ...others] = said.split("\n").map((line) => cut(oneLine(line)));
  const left = others.length - mostLines;
  return [
    `    answered: ${first}`,
    ...others.slice(0, mostLines).map((line) => `      ${line}`),
    ...(left > 0 ? [`      and ${left} more lines (lintel brief show)`] : []),
  ];
}

function dependentLines({ kind, items }: Dependents, paint: Paint): readonly string[] {
  const shown = items.slice(0, mostShown).map(({ id, says }) => `    ${oneLine(id)}: ${cut(oneLine(says))}`);
  const left = items.length - shown.length;
  return [
    `  ${paint("dim", titles[kind])}`,
    ...shown,
    ...(left > 0 ? [`    and ${left} more (--json has all)`] : []),
  ];
}

function change({ says, from, command }: Change): string {
  const refs = from.length === 0 || from.length > 6 ? "" : ` [${from.join(", ")}]`;
  const said = command === undefined ? oneLine(says) : oneLine(says).replace(/\.$/, "");
  return `  ${said}${refs}${command === undefined ? "" : `: ${command}`}`;
}

/** What people wrote may hold anything: no line break and no control character reaches the terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

function cut(text: string): string {
  return text.length > longestSaid ? `${text.slice(0, longestSaid)}…` : text;
}
