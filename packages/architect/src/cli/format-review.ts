import type { Review } from "../practice/review/index.js";
import { counted } from "./table.js";
import type { Paint } from "./terminal.js";

interface Shown extends Review {
  /** What was made from answers that are others now. */
  readonly derived: readonly {
    readonly kind: string;
    readonly path: string;
    readonly questions: readonly string[];
  }[];
}

/** Ids of tests that are told one by one, at most. */
const told = 20;

/** A review for a person to read: what is to be done first. */
export function formatReview(review: Shown, paint: Paint): string {
  const { gaps, stale, unreadable, derived, covered, seen } = review;
  const kinds = [...new Set(gaps.map(({ kind }) => kind))];
  const blocks = [
    ...kinds.map((kind) => {
      const of = gaps.filter((one) => one.kind === kind);
      return [
        `${paint("red", "no test")}  ${counted(of.length, kind)}`,
        ...of.map(
          ({ id, says, skipped }) => `  ${id}: ${says}${skipped ? " (all of its tests are skipped)" : ""}`,
        ),
      ];
    }),
    ...section(
      paint("red", "tests of what is not there"),
      stale.map(({ test, line, ids }) => `${test} (line ${line}): ${ids.join(", ")}`),
    ),
    ...section(
      paint("red", "files of tests that cannot be read"),
      unreadable.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ),
    ...section(
      paint("yellow", "made from answers that are others now"),
      derived.map(({ kind, path, questions }) => `${kind} in ${path}: ${questions.join(", ")}`),
    ),
    ...section(paint("yellow", "seen red, and not yet green"), few(seen.red)),
    ...section(paint("yellow", "never seen red"), few(seen.unseen)),
  ];
  const next = [
    ...(gaps.length + derived.length > 0 ? ["lintel tests"] : []),
    ...(seen.unseen.length > 0 ? ["lintel tests --record"] : []),
  ];
  const summary = `${covered} of ${covered + gaps.length} have a test; ${counted(seen.green, "test")} seen red and then green, ${seen.red.length} red, ${seen.unseen.length} never seen red.`;
  return [
    ...blocks.map((lines) => lines.join("\n")),
    [summary, ...(next.length > 0 ? [`${paint("dim", "next:")} ${next.join(", then ")}`] : [])].join("\n"),
  ].join("\n\n");
}

function section(title: string, lines: readonly string[]): readonly (readonly string[])[] {
  return lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)]];
}

function few(tests: readonly string[]): readonly string[] {
  return tests.length <= told ? tests : [...tests.slice(0, told), `and ${tests.length - told} more`];
}
