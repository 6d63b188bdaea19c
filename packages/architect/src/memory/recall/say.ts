import { sayNumber, sayPercent, saySize, saySpan } from "../../design/index.js";
import type { DesignFacts, Figure } from "../facts.js";
import type { LearnedNote } from "../memory.js";
import type { Compared } from "./distance.js";
import type { Recollection } from "./recall.js";

/** One line of an earlier design, as `lintel design` prints it. */
export function recollectionLine({
  facts,
  isOwn,
  at,
  distance,
  decisions,
  notes,
  measured,
}: Recollection): string {
  const others = decisions
    .filter(({ there, here }) => there !== here)
    .slice(0, 2)
    .map(
      ({ decision, subject, there, here }) =>
        `${decision}${subject ? ` (${subject})` : ""} ${there}, here ${here}`,
    );
  const failed = measured.filter(({ held }) => !held).length;
  const says = [
    others.length > 0 ? `took ${others.join("; ")}` : "decided the same",
    ...notes.slice(-2).map(noteLine),
    ...(measured.length > 0
      ? [`${measured.length - failed} of ${measured.length} promises held when measured`]
      : []),
  ];
  return `${alike(distance)} alike: ${isOwn ? "this project, as designed" : `a project of the kind ${facts.kind}, designed`} on ${at.slice(0, 10)} (${shortFacts(facts)}) ${says.join("; ")}`;
}

export function alike(distance: number): string {
  return sayPercent(Math.round((1 - distance) * 100) / 100);
}

export function noteLine({ went, says, decision }: LearnedNote): string {
  return `went ${went}${decision ? ` (${decision})` : ""}: ${says}`;
}

/** A fact with both values: "requests a second at the most: 300 here, 250 there". */
export function comparedLine({ fact, title, here, there, distance }: Compared): string {
  const [one, other] = [valueSaid(fact, here), valueSaid(fact, there)];
  return `${title}: ${one === other ? one : distance === 0 ? `${one} here, ${other} there (no difference that matters)` : `${one} here, ${other} there`}`;
}

function shortFacts({ figures }: DesignFacts): string {
  const parts = [
    figures.requests === undefined ? [] : [`${sayNumber(figures.requests)} requests a second at the most`],
    figures.team === undefined
      ? []
      : [`${sayNumber(figures.team)} ${figures.team === 1 ? "person builds" : "people build"} it`],
  ];
  return parts.flat().join(", ");
}

function valueSaid(fact: Compared["fact"], value: Compared["here"]): string {
  if (value === undefined) return "none";
  if (typeof value === "string") return value;
  switch (fact as Figure) {
    case "stored":
      return saySize(value);
    case "lossAllowed":
    case "recovery":
      return saySpan(value);
    case "growth":
    case "downtime":
      return sayPercent(value);
    default:
      return sayNumber(value);
  }
}
