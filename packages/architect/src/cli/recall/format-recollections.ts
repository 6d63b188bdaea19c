import { alike, type Compared, comparedLine, noteLine, type Recollection } from "../../memory/index.js";
import { readSharing } from "../../memory/store/index.js";
import type { Paint } from "../terminal.js";

const mostFacts = 5;

/** Earlier designs for a person to read. */
export function formatRecollections(nearest: readonly Recollection[], found: number, paint: Paint): string {
  const isShared = readSharing()?.choice === "on";
  const hint = isShared
    ? []
    : [
        "",
        "Only this project's own past is looked at: lintel recall --share on keeps facts across your projects.",
      ];
  if (nearest.length === 0) return ["No earlier design is near this one.", ...hint].join("\n");
  const left = found - nearest.length;
  return [
    nearest.map((one) => recollection(one, paint).join("\n")).join("\n\n"),
    ...(left > 0 ? ["", `And ${left} more: lintel recall --count ${Math.min(found, 100)}`] : []),
    ...hint,
  ].join("\n");
}

function recollection(recalled: Recollection, paint: Paint): readonly string[] {
  const { facts, isOwn, at, distance, near, far, decisions, notes, measured } = recalled;
  const others = decisions.filter(({ there, here }) => there !== here);
  const title = isOwn ? "this project, as it was designed" : `a project of the kind ${facts.kind}, designed`;
  return [
    `${paint("bold", `${alike(distance)} alike`)}: ${title} on ${at.slice(0, 10)}`,
    ...list("alike in", factLines(near)),
    ...list("other in", factLines(far)),
    ...list(
      "decided otherwise",
      others.map(
        ({ decision, subject, there, here }) =>
          `${decision}${subject ? ` (${subject})` : ""}: ${there} there, ${here} here`,
      ),
    ),
    ...(others.length === 0 && decisions.length > 0 ? [`  ${decisions.length} decisions, all as here`] : []),
    ...list("what was said", notes.map(noteLine)),
    ...list(
      "what was measured",
      measured.map(
        ({ what, requirement, measured: value, promised, unit, held }) =>
          `${what}: ${value} ${unit}, ${promised} promised (${requirement}): ${held ? "held" : "not held"}`,
      ),
    ),
  ];
}

function factLines(facts: readonly Compared[]): readonly string[] {
  const shown = facts.slice(0, mostFacts).map(comparedLine);
  return facts.length > shown.length
    ? [...shown, `and ${facts.length - shown.length} more (--json has all)`]
    : shown;
}

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}
