import type { Architecture } from "../../architecture.js";
import type { Known } from "../../needs/index.js";
import {
  escapeMarkdown,
  heading,
  sayList,
  sayMilliseconds,
  sayNumber,
  sayPercent,
  sayRate,
  saySize,
  saySpan,
  section,
  table,
} from "../../text/index.js";
import { refsCell } from "../decision-lines.js";
import { regulations } from "../security/index.js";

/** Rules of law and trade as they are called. */
const titles: ReadonlyMap<string, string> = new Map(Object.entries(regulations));

/** The figures that the system is built for, each with where it comes from. */
export function atAGlance({ needs, capacity }: Architecture): string {
  const { load, latency } = needs;
  const latencyOf = ({ milliseconds, percentile }: { milliseconds: number; percentile: number }) =>
    `${sayMilliseconds(milliseconds)} for ${sayNumber(percentile)} of 100 requests`;
  const rows: readonly (readonly string[])[] = [
    row("In use at once", load.concurrent, sayNumber),
    row("Requests, usually", load.usual, sayRate),
    row("Requests at the daily peak", load.peak, sayRate),
    row("The most that ever comes", load.most, sayRate),
    row("Growth", needs.growth, (value) => `${sayPercent(value)} a month`),
    row("Reads are answered within", latency.read, latencyOf),
    row("Writes are answered within", latency.write, latencyOf),
    row("In service", needs.uptime, uptimeWords),
    row("Latest data that may be lost", needs.rpo, (value) => (value === 0 ? "none" : saySpan(value))),
    row("Back after a disaster within", needs.rto, saySpan),
    ["Tables and indexes in a year", saySize(capacity.demand.stored.inAYear), "[capacity.md](capacity.md)"],
    row("Regulations", needs.regulations, (value) =>
      value.length === 0 ? "none" : sayList(value.map((name) => escapeMarkdown(titles.get(name) ?? name))),
    ),
    row("People who build it", needs.team, sayNumber),
    ...(needs.budget
      ? [
          row(
            "May cost",
            needs.budget,
            ({ amount, currency }) => `${sayNumber(amount)} ${escapeMarkdown(currency)} a month`,
          ),
        ]
      : []),
  ];
  return section(heading(2, "At a glance"), table(["What", "How much", "From"], rows));
}

function row<T>(title: string, known: Known<T>, say: (value: T) => string): readonly string[] {
  return [title, say(known.value), originOf(known)];
}

/** The requirements behind a figure, or that it is taken for granted. */
export function originOf({ from, assumed }: Known<unknown>): string {
  const ids = refsCell(from);
  if (!assumed) return ids;
  const word = assumed.missing === undefined ? "taken for granted" : "taken for granted, provisional";
  return ids === "" ? word : `${word}, from ${ids}`;
}

/** `99.9 % of a year: 8.8 h down at most`. */
export function uptimeWords(uptime: number): string {
  return `${sayPercent(uptime)} of a year: ${saySpan(Math.round((1 - uptime) * 365 * 86_400))} down at most`;
}
