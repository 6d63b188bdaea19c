import type { AnswerValue } from "../answer/value.js";
import { sayNumber } from "../say.js";
import { kindOf, peopleIn } from "./known.js";
import { quantityIn, take } from "./parts.js";
import { batch, freshness, growth, ingest, spike, tenantShares } from "./performance-by-kind.js";
import type { Question } from "./question.js";
import { amountOf } from "./wording.js";

/** How much comes, and how fast it must be answered. */
export const performance: readonly Question[] = [
  {
    id: "performance.load",
    category: "performance",
    number: 1,
    text: "How many use it at once, and how many requests a second come usually and at the peak?",
    reason: "The peak decides what must be there, and the usual load what it costs.",
    follows: "The plan of capacity, connection pools, limits, and the load under which it is proved.",
    example: "concurrent 400, usual 20 per second, peak 100 per second",
    answer: {
      kind: "quantities",
      parts: [
        { id: "concurrent", title: "In use at once", measure: "count", least: 1 },
        { id: "usual", title: "Usual load", measure: "rate", least: 0 },
        { id: "peak", title: "Peak load", measure: "rate", least: 0 },
      ],
    },
    recommend: (facts) => {
      const people = peopleIn(facts);
      if (people === 0) return undefined;
      const concurrent = Math.max(1, Math.ceil(people / 50));
      const usual = Math.max(1, Math.ceil(concurrent / 20));
      return take(
        `concurrent ${concurrent}, usual ${usual} per second, peak ${usual * 5} per second`,
        `You named ${sayNumber(people)} people: this takes one in fifty to be there at once and each to do something every 20 seconds, with five times as much at the peak. It is a rule of thumb; count what is there today if you can.`,
        "scope.users",
      );
    },
    requirement: (value) => ({
      statement: `WHILE ${amountOf(value, "concurrent")} use it at once, and requests come at ${amountOf(value, "usual")} as usual or ${amountOf(value, "peak")} at the peak, THE SYSTEM SHALL answer them within its targets of latency and refuse none.`,
      priority: "P0",
    }),
  },
  {
    id: "performance.latency",
    category: "performance",
    number: 2,
    text: "Within how many milliseconds must it answer a read and a write, and for which share of them?",
    reason: '"Fast" cannot be tested. An average hides those who wait; a percentile does not.',
    follows: "Which caches and indexes are worth having, and what the load test must show.",
    example: "read p99 under 150 ms, write p99 under 400 ms",
    answer: {
      kind: "quantities",
      parts: [
        { id: "read", title: "Read", measure: "latency", least: 1 },
        { id: "write", title: "Write", measure: "latency", least: 1 },
      ],
    },
    recommend: (facts) => {
      const isForDevices = facts.includes("experience.consumers", "devices");
      const callers = facts.isAnswered("experience.consumers");
      const peak = facts.number("performance.load", "peak");
      const from = [
        ...(callers ? ["experience.consumers"] : []),
        ...(peak === undefined ? [] : ["performance.load"]),
      ];
      const load =
        peak === undefined
          ? ""
          : ` A peak of ${sayNumber(peak)} requests a second is what it is measured at.`;
      return isForDevices
        ? take(
            "read p95 under 500 ms, write p99 under 1000 ms",
            `Devices call it: they wait without complaint, and it is better to accept everything than to be quick.${load}`,
            ...from,
          )
        : take(
            "read p99 under 200 ms, write p99 under 500 ms",
            `It is ${kindOf(facts)} that people wait for: what takes less than a fifth of a second feels immediate, and half a second is borne where something is saved.${load}`,
            ...(facts.isAnswered("scope.kind") ? ["scope.kind", ...from] : from),
          );
    },
    requirement: (value) => ({
      statement: `WHILE the load is at its peak THE SYSTEM SHALL answer ${within(value, "read", "reads")} and ${within(value, "write", "writes")}.`,
      priority: "P0",
    }),
  },
  ingest,
  spike,
  freshness,
  batch,
  tenantShares,
  growth,
];

function within(value: AnswerValue, part: string, what: string): string {
  const latency = quantityIn(value, part);
  if (!latency) return what;
  const condition = latency.condition ? ` (${latency.condition})` : "";
  return `${latency.percentile ?? 99} % of ${what} within ${sayNumber(latency.value)} ms${condition}`;
}
