import type { Architecture } from "../../../architecture.js";
import { spareWords } from "../../../capacity/index.js";
import type { SystemNeed } from "../../../needs/index.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  list,
  numberedList,
  provisional,
  refs,
  sayNumber,
  section,
  table,
} from "../../../text/index.js";
import { sayAmount, sayFull } from "../../capacity/index.js";

/** What happens while another system is away. */
export function degradedSection(systems: readonly SystemNeed[]): string {
  return section(
    heading(2, "While other systems are away"),
    systems.length === 0
      ? "It needs no other system but PostgreSQL."
      : blocks(
          "What the brief lays down for each. A command that asks one without an answer is undone, and its caller told 503 `OUTSIDE_UNAVAILABLE`, unless its code goes on without.",
          table(
            ["System", "For", "While it is away", "From"],
            systems.map(({ name, purpose, whenDown, from }) => [
              escapeMarkdown(name),
              escapeMarkdown(purpose),
              whenDown.trim() === ""
                ? "**Open**, the team: the brief does not say"
                : escapeMarkdown(whenDown),
              refs(from),
            ]),
          ),
        ),
  );
}

/** How a release goes out, and back. */
export function releaseSection({ decisions, capacity }: Architecture, keptMigrations: boolean): string {
  const decision = decisions.find(({ id }) => id === "deployment");
  const isOne = capacity.machines.instances === 1;
  return section(
    heading(2, "Releases"),
    decision &&
      [
        `Decided: ${escapeMarkdown(decision.title)}.`,
        provisional(decision.missing),
        refs(decision.because.flatMap(({ from }) => from)),
      ]
        .filter((part) => part !== "")
        .join(" "),
    numberedList([
      "In CI: `lintel check --strict`, `lintel db diff --check`, the tests.",
      "On the way out: `lintel db status`, then `lintel db migrate`, as the owner's login. People read and write meanwhile; a migration that would lose data or write a table anew is refused unless it was allowed by name.",
      isOne
        ? "Start the new release: `lintel start`. With one process that is a second or two without answers, unless the new one is started on another port and the proxy led there first."
        : "Replace the processes one after another: SIGTERM, wait for its end (`timeouts.shutdown` is 20 s unless told), start the new one, wait for `/health/ready`.",
      "Watch the dashboard for 15 minutes: failures, time of requests, waits for connections.",
    ]),
    section(
      heading(3, "Back again"),
      list([
        "Start the release before. It runs on the migrated database as long as a migration only adds (expand): renames and new types keep both names for one release.",
        "What takes away (contract) goes out in a release of its own, once nobody would go back beyond it.",
        "Migrations are not undone: what was added stays until a later one takes it away. Where a migration damaged data: recover, as above.",
        ...(keptMigrations
          ? ["Where a log is followed, positions and cursors stay as they are over a release and back."]
          : []),
      ]),
    ),
  );
}

/** When more is needed, and what then. */
export function scalingSection({ needs, capacity, decisions }: Architecture): string {
  const { demand, machines, parts, services } = capacity;
  const connections = services.reduce((sum, { pool }) => sum + pool, 0);
  const soonest = parts
    .flatMap(({ months }) => (months === undefined ? [] : [months]))
    .toSorted((a, b) => a - b)[0];
  const deployment = decisions.find(({ id }) => id === "deployment");
  const replicas = decisions.find(({ id }) => id === "replicas");
  return section(
    heading(2, "Scaling"),
    provisional(demand.missing),
    list([
      `Today ${count(machines.instances)} ${machines.instances === 1 ? "process serves" : "processes serve"} the most that comes in a year, ${sayNumber(Math.ceil(demand.requests.mostInAYear))} requests a second, ${spareWords(machines)}. ${refs(demand.from)}`.trim(),
      machines.instances > 1
        ? "One more where processors are in use above 60 % for 10 minutes (`rate(process_cpu_seconds_total[5m])` of a process; it uses little more than one), one less where below 25 % for an hour, and never below the number above."
        : "A second process where processors are in use above 60 % in the busiest hour (`rate(process_cpu_seconds_total[5m])` of the process; it uses little more than one).",
      ...(deployment?.chosen === "kubernetes"
        ? [
            `As a HorizontalPodAutoscaler: \`minReplicas: ${machines.instances}\`, \`maxReplicas: ${machines.instances * 3}\`, processors at 60 % on average, \`stabilizationWindowSeconds: 600\` on the way down.`,
          ]
        : []),
      connections > 0
        ? `Each process holds ${sayNumber(connections)} connections to PostgreSQL: so many times the processes, and ten for people, must stay below \`max_connections\`.`
        : "Each process holds connections for each service: so many times the processes, and ten for people, must stay below `max_connections`.",
      ...(replicas
        ? [
            `Replicas: ${escapeMarkdown(replicas.title)}. ${refs(replicas.because.flatMap(({ from }) => from))}`.trim(),
          ]
        : []),
    ]),
    table(
      [
        "Part",
        "Measure",
        { title: "Bears", align: "right" },
        { title: "Now", align: "right" },
        { title: "In a year", align: "right" },
        "Full",
        "Then",
        "From",
      ],
      parts.map(({ part, measure, unit, limit, now, inAYear, months, remedy, from }) => [
        escapeMarkdown(part),
        escapeMarkdown(measure),
        inUnit(sayAmount(limit, unit), unit),
        sayAmount(now, unit),
        sayAmount(inAYear, unit),
        sayFull(months),
        escapeMarkdown(remedy),
        refs(from),
      ]),
    ),
    section(
      heading(3, "Capacity reviews"),
      `Every three months, and whenever the brief's load changes: what was measured beside capacity.md.${soonest === undefined ? "" : ` The first part is full ${sayFull(soonest)}, by the growth of the brief: decide by ${soonest <= 3 ? "now" : `month ${sayNumber(Math.floor(soonest) - 2)}`}.`} ${refs(needs.growth.from)}`.trim(),
    ),
  );
}

/** Who is called. */
export function onCallSection(team: number, sleeps: boolean, from: readonly string[]): string {
  return section(
    heading(2, "On call"),
    list([
      sleeps
        ? "In working hours one of the team looks at alerts. Nobody is woken: the recovery time leaves a night."
        : `${rotaOf(team)} ${refs(from)}`.trim(),
      "Who is called writes down when, what was seen, what was done. What cannot be done by the runbook goes into it afterwards.",
      "A budget that is gone stops releases but those that mend, until it is back.",
    ]),
  );
}

function rotaOf(team: number): string {
  if (team < 2)
    return "One person builds it, and cannot be on call every night: have the operators take the first call, with these runbooks, or soften the recovery time.";
  return `One person at a time, for a week, with a second one to call. ${
    team < 4
      ? `With ${count(team)} people that is every ${team === 2 ? "second" : "third"} week: have the operators take the first call, with these runbooks, or soften the recovery time.`
      : "Hand over on a fixed day, with what is open."
  }`;
}

function count(value: number): string {
  return ["no", "one", "two", "three", "four", "five", "six"][value] ?? sayNumber(value);
}

/** An amount with its unit, of which one has no plural: "1 processor", "7 processors", "600 a second". */
function inUnit(amount: string, unit: string): string {
  if (unit === "bytes") return amount;
  return `${amount} ${escapeMarkdown(amount === "1" ? unit.replace(/s$/, "") : unit)}`;
}
