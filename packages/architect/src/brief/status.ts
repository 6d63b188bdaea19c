import type { Brief } from "./brief.js";
import { type Gap, gapsOf } from "./completeness.js";
import { type Standing, staleOf, standingOf } from "./confirmation.js";
import { interviewOf, type Progress } from "./interview/interview.js";

/** How a brief stands: for a person to read as `statusText`, and for programs as it is. */
export interface Status {
  readonly name: string;
  readonly state: Standing["state"];
  /** Who confirmed it and when, whether that holds or not. */
  readonly confirmation?: { readonly name: string; readonly at: string };
  readonly progress: Progress;
  readonly amendments: readonly {
    readonly name: string;
    readonly title: string;
    readonly progress: Progress;
  }[];
  /** What stands in the way of a confirmation: open and vague answers, contradictions, criteria and metrics that are missing. */
  readonly gaps: readonly Gap[];
  /** What was made from answers that are others now. */
  readonly stale: readonly {
    readonly path: string;
    readonly kind: string;
    readonly questions: readonly string[];
  }[];
  /** What was edited by hand since the brief was last written, as sentences. */
  readonly edits: readonly string[];
  /** What to type next; undefined where nothing is left to do. */
  readonly next: string | undefined;
}

/** @param edits of the brief's files, from `openBrief` */
export function statusOf(brief: Brief, edits: readonly string[] = []): Status {
  const { state } = standingOf(brief);
  const gaps = gapsOf(brief);
  const { confirmation } = brief;
  return Object.freeze({
    name: brief.name,
    state,
    ...(confirmation ? { confirmation: { name: confirmation.name, at: confirmation.at } } : {}),
    progress: interviewOf(brief).progress,
    amendments: Object.entries(brief.amendments).map(([name, { title }]) => ({
      name,
      title,
      progress: interviewOf(brief, name).progress,
    })),
    gaps,
    stale: staleOf(brief).map(({ derived, questions }) => ({
      path: derived.path,
      kind: derived.kind,
      questions,
    })),
    edits,
    next: gaps[0]?.next ?? (state === "confirmed" ? undefined : "lintel brief confirm"),
  });
}

const stateWords: { readonly [state in Standing["state"]]: string } = {
  incomplete: "incomplete: nothing may be built yet",
  unconfirmed: "complete, and not confirmed",
  changed: "changed since it was confirmed",
  confirmed: "confirmed",
};

/** A status as lines for a terminal. */
export function statusText(status: Status): string {
  const { confirmation, progress, amendments, gaps, stale, edits, next } = status;
  const who = confirmation ? ` (${confirmation.name}, ${confirmation.at})` : "";
  const rows = [
    ...progress.categories.map(({ title, answered, asked }) => ({ title, answered, asked })),
    ...amendments.map(({ name, progress: { answered, asked } }) => ({
      title: `Amendment ${name}`,
      answered,
      asked,
    })),
  ];
  const width = Math.max(...rows.map(({ title }) => title.length));
  return [
    `${status.name}: ${stateWords[status.state]}${who}`,
    "",
    ...rows.map(
      ({ title, answered, asked }) =>
        `  ${title.padEnd(width)}  ${bar(answered, asked)} ${answered} of ${asked}`,
    ),
    `  ${"All of the project".padEnd(width)}  ${bar(progress.answered, progress.asked)} ${progress.answered} of ${progress.asked}`,
    ...block("Edited by hand", edits),
    ...block(
      "Missing",
      gaps.map(({ question, says }) => `${question}: ${says}`),
    ),
    ...block(
      "Stale",
      stale.map(
        ({ path, kind, questions }) =>
          `${path} (${kind}): made from other answers to ${questions.join(", ")}`,
      ),
    ),
    ...(next === undefined ? [] : ["", `Next: ${next}`]),
  ].join("\n");
}

function block(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : ["", title, ...rows.map((row) => `  ${row}`)];
}

/** Ten marks, all of them only where nothing is left. */
function bar(answered: number, asked: number): string {
  const filled = asked === 0 ? 10 : Math.floor((answered / asked) * 10);
  return `[${"#".repeat(filled)}${".".repeat(10 - filled)}]`;
}
