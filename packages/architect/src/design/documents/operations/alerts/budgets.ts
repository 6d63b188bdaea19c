import type { Alert, Runbook } from "../alert.js";
import { type BurnRate, reachable, spentBy, thresholdOf } from "../burn-rates.js";
import { jobOf, type Objective } from "../objectives.js";

/** How many must be bad within the long window at least, so that one failure in a quiet night calls nobody. */
export const leastBad = 10;

const names = { availability: "Errors", reads: "SlowReads", writes: "SlowWrites" } as const;

/** For each objective one alert that calls, and one for the next working day; none where its budget is so wide that the rate is never reached. */
export function budgetAlerts(objectives: readonly Objective[], system: string): readonly Alert[] {
  return objectives.flatMap((objective) =>
    (["page", "ticket"] as const).flatMap((severity) => {
      const rates = reachable(objective).filter((rate) => rate.severity === severity);
      return rates.length === 0 ? [] : [budgetAlert(objective, severity, rates, system)];
    }),
  );
}

function budgetAlert(
  objective: Objective,
  severity: Alert["severity"],
  rates: readonly BurnRate[],
  system: string,
): Alert {
  const fast = severity === "page";
  const what = objective.id === "availability" ? "failures" : `${objective.id} that are too slow`;
  const spent = rates.map((rate) => `${percent(spentBy(rate))} within ${rate.long}`).join(", or ");
  return {
    name: `${names[objective.id]}BurnBudget${fast ? "Fast" : "Slowly"}`,
    expr: rates.map((rate) => burning(objective, rate, system)).join(" or "),
    severity,
    summary: fast
      ? `So many ${what} that the budget of 30 days is gone within days.`
      : `So many ${what} that the budget of 30 days will not last.`,
    runbook: {
      means: `The budget of 30 days burns: ${spent}. The short window says that it still goes on.`,
      noticed:
        objective.id === "availability"
          ? "Requests fail with 5xx."
          : "Pages and programs wait for longer than was promised.",
      ...(fast ? stepsFor(objective, system) : asFor(`${names[objective.id]}BurnBudgetFast`)),
      wake: fast
        ? "The team of the route, after 30 minutes without a cause."
        : "Nobody: it is the first thing of the next working day.",
    },
  };
}

type Steps = Pick<Runbook, "look" | "act">;

function asFor(alert: string): Steps {
  return { look: [`As for ${alert}.`], act: [`As for ${alert}.`] };
}

function stepsFor({ id }: Objective, system: string): Steps {
  const back = "Where it began with a release: go back to the release before.";
  if (id === "availability")
    return {
      look: [
        `By route: \`sum by (route) (rate(http_request_duration_seconds_count{${jobOf(system)},status="5xx"}[5m]))\`.`,
        "`request.failed` in the log has the cause of each 500, under the request's id; `code` of `request.finished` tells 503s apart.",
        "Was there a release, or a migration? Is another alert up?",
      ],
      act: [
        back,
        "`DATABASE_UNAVAILABLE`: as for DatabaseDown. `STATEMENT_TIMEOUT`: end what blocks, and look for an index. `OVERLOADED`: add a process, or hold off who floods.",
      ],
    };
  return {
    look: [
      `By route: \`histogram_quantile(0.95, sum by (route, le) (rate(http_request_duration_seconds_bucket{${jobOf(system)}}[5m])))\`.`,
      "By service: `lintel_statement_duration_seconds` and `lintel_pool_wait_seconds` say whether the database is slow or connections are short.",
      "What runs for long: `select pid, now() - query_start as age, left(query, 80) from pg_stat_activity where state = 'active' order by 2 desc limit 20;`",
    ],
    act: [
      back,
      "Statements are slow: end what blocks, look for an index, see whether memory still holds what is read. Connections are short: as for ConnectionsShort. Neither: as for EventLoopBehind.",
    ],
  };
}

function burning(objective: Objective, rate: BurnRate, system: string): string {
  const threshold = thresholdOf(rate, objective);
  const recorded = (window: string) => `${objective.record}${window}{${jobOf(system)}} > ${threshold}`;
  return `(${recorded(rate.long)} and ${recorded(rate.short)} and on () (${objective.badCount(rate.long)} >= ${leastBad}))`;
}

function percent(part: number): string {
  return `${Number((part * 100).toPrecision(4))} %`;
}
