import type { Architecture } from "../../../architecture.js";
import {
  blocks,
  codeBlock,
  escapeMarkdown,
  heading,
  inCode,
  list,
  provisional,
  refs,
  sayNumber,
  sayPercent,
  saySpan,
  section,
  table,
} from "../../../text/index.js";
import { budgetMinutes, jobOf, type Objective } from "../objectives.js";

/** What is promised, how it is measured, and how much may go wrong. */
export function promisesSection({ needs, model }: Architecture, objectives: readonly Objective[]): string {
  const { rpo, rto, latency } = needs;
  const missing = [needs.uptime, latency.read, latency.write, rpo, rto].map(
    ({ assumed }) => assumed?.missing,
  );
  const unmeasured = (["read", "write"] as const).filter(
    (part) => !objectives.some(({ id }) => id === `${part}s`),
  );
  return section(
    heading(2, "What is promised"),
    provisional(missing),
    table(
      ["Promise", "Target", "May be bad in 30 days", "From"],
      [
        ...objectives.map((objective) => [
          objective.title,
          targetWords(objective),
          budgetWords(objective),
          fromOf(objective.known),
        ]),
        ["Data that may be lost in a disaster (recovery point)", spanOrNone(rpo.value), "", fromOf(rpo)],
        ["Back after a disaster within (recovery time)", spanOrNone(rto.value), "", fromOf(rto)],
        ...otherPromises(needs),
      ],
    ),
    section(
      heading(3, "How it is measured"),
      list([
        "Counted by requests, from the arrival of each to the end of its answer, in the processes themselves. 4xx are answers, and 429 is one; 503 is a failure of the system whatever its cause.",
        "What never arrives is not counted: `NothingServes` stands in for that, and a probe from outside of `/health/ready` through the proxy, which is yours to set up.",
        ...objectives.flatMap(latencyWords),
        ...unmeasured.map(
          (part) =>
            `The time of ${part}s has no objective here: the histograms end at 10 s, and all of them can be held to no number.`,
        ),
      ]),
      blocks(
        `Prometheus scrapes port 4402 of each process, as a job of this name. The port listens on this machine unless \`--metrics-host\` says otherwise.`,
        codeBlock(
          `scrape_configs:\n  - job_name: ${model.name}\n    static_configs:\n      - targets: ["127.0.0.1:4402"]\nrule_files: ["alerts.yml"]`,
          "yaml",
        ),
        "What is bad, for the last five minutes:",
        codeBlock(objectives.map(({ title, bad }) => `# ${title}\n${bad("5m")}`).join("\n"), "promql"),
        `All of it has the label ${inCode(jobOf(model.name))}.`,
      ),
    ),
  );
}

/** What the brief promises besides, and no metric of the runtime counts as such. */
function otherPromises({ freshness, batch }: Architecture["needs"]): readonly (readonly string[])[] {
  return [
    ...(freshness
      ? [
          [
            "Age of what readers see",
            `${saySpan(freshness.value.usual)}, after a correction ${saySpan(freshness.value.correction)}`,
            "alerts on the lag of feeds and read models, where it has any",
            fromOf(freshness),
          ],
        ]
      : []),
    ...(batch
      ? [
          [
            `The largest run, of ${sayNumber(batch.value.records)} records`,
            `within ${saySpan(batch.value.within)}`,
            "the run itself has to tell when it began and ended",
            fromOf(batch),
          ],
        ]
      : []),
  ];
}

function targetWords({ target, latency }: Objective): string {
  return latency ? `${sayPercent(target)} within ${sayNumber(latency.asked * 1_000)} ms` : sayPercent(target);
}

function budgetWords(objective: Objective): string {
  const minutes = budgetMinutes(objective);
  return objective.latency
    ? `${sayPercent(objective.budget)} of them`
    : `${sayPercent(objective.budget)}: ${sayNumber(minutes)} minutes of all requests failing`;
}

function latencyWords({ id, latency }: Objective): readonly string[] {
  if (!latency) return [];
  const asked = `${sayNumber(latency.asked * 1_000)} ms`;
  const bound = `${sayNumber(latency.bound * 1_000)} ms`;
  return [
    latency.asked === latency.bound
      ? `${id === "reads" ? "Reads" : "Writes"} are counted at ${bound}, which is a bound of the histogram.`
      : `${id === "reads" ? "Reads" : "Writes"} are counted at ${bound}, the next bound of the histogram above ${asked}: what burns that budget misses the promise for certain. Between the two look at the dashboard, which estimates.`,
  ];
}

function spanOrNone(seconds: number): string {
  return seconds === 0 ? "none" : saySpan(seconds);
}

function fromOf({ from, assumed }: Objective["known"]): string {
  return assumed ? `taken for granted: ${escapeMarkdown(assumed.because)}` : refs(from);
}
