import { heading, inCode, list, sayPercent, section, table, withRefs } from "../../../text/index.js";
import type { Alert } from "../alert.js";
import { leastBad } from "../alerts/budgets.js";
import type { AlertGroup } from "../alerts/index.js";
import { burnRates, reachable, spentBy, thresholdOf } from "../burn-rates.js";
import type { Objective } from "../objectives.js";

/** When somebody is called, and why at these numbers. */
export function alertsSection(
  groups: readonly AlertGroup[],
  objectives: readonly Objective[],
  sleeps: boolean,
): string {
  const alerts = groups.flatMap((group) => group.alerts);
  const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
  return section(
    heading(2, "Alerts"),
    "`alerts.yml` has the rules for Prometheus. `page` calls whoever is on call, `ticket` waits for the next working day.",
    sleeps
      ? "The recovery time leaves a night: a `page` may wait until the morning, and nobody is woken."
      : undefined,
    section(
      heading(3, "How fast a budget may burn"),
      `${withRefs(
        "What burns is the budget of what was promised.",
        objectives.flatMap(({ known }) => known.from),
      )} An alert looks at two windows: the long one shows that it matters, the short one that it still goes on. Factors and windows are those of The Site Reliability Workbook, chapter 5, for 30 days. At least ${leastBad} must be bad in the long window, so that one failure in a quiet night calls nobody.`,
      table(
        ["Burns", "Windows", "Budget gone by then", "Severity", ...objectives.map(({ id }) => `Bad, ${id}`)],
        burnRates.map((rate) => [
          rate.factor === 1 ? "as fast as it lasts, for days" : `${rate.factor} times too fast`,
          `${rate.long} and ${rate.short}`,
          sayPercent(spentBy(rate)),
          inCode(rate.severity),
          ...objectives.map((objective) =>
            reachable(objective).includes(rate)
              ? `> ${sayPercent(thresholdOf(rate, objective))}`
              : "never: beyond all",
          ),
        ]),
      ),
    ),
    section(
      heading(3, "All of them"),
      table(
        ["Alert", "Of", "Severity", "Holds for", "Says"],
        groups.flatMap(({ name, alerts: some }) =>
          some.map((alert) => [
            `[${alert.name}](#${alert.name.toLowerCase()})`,
            name,
            inCode(alert.severity),
            alert.for ?? "",
            summaryWords(alert),
          ]),
        ),
      ),
    ),
    section(
      heading(2, "Runbooks"),
      ...alerts.map(({ name, severity, runbook }) =>
        section(
          heading(3, name),
          list([
            `**Means:** ${runbook.means}`,
            `**Noticed:** ${runbook.noticed}`,
            `**Look:** ${runbook.look.join(" ")}`,
            `**Do:** ${runbook.act.join(" ")}`,
            `**Call:** ${severity === "page" ? "whoever is on call; beyond, " : ""}${severity === "page" ? runbook.wake.slice(0, 1).toLowerCase() + runbook.wake.slice(1) : capital(runbook.wake)}`,
          ]),
        ),
      ),
    ),
  );
}

/** Without the templates of Prometheus. */
function summaryWords({ summary }: Alert): string {
  return summary.replace(
    /\{\{[^}]*?(?:\$labels\.(\w+)|\$value)[^}]*\}\}/g,
    (_, label?: string) => `*${label ?? "so much"}*`,
  );
}
