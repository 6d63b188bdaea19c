import { stringify } from "yaml";
import type { Architecture } from "../../architecture.js";
import type { DocumentFile } from "../document.js";
import type { Alert } from "./alert.js";
import { alertGroupsOf } from "./alerts/index.js";
import { burnWindows } from "./burn-rates.js";
import { objectivesOf } from "./objectives.js";

/** `alerts.yml`: rules for Prometheus, which scrapes the system as a job of its own name. */
export function alertsFile(architecture: Architecture): DocumentFile {
  const { model } = architecture;
  const recordings = objectivesOf(architecture).flatMap(({ record, bad }) =>
    burnWindows.map((window) => ({
      record: `${record}${window}`,
      expr: bad(window),
      labels: { job: model.name },
    })),
  );
  const groups = [
    { name: `${model.name}-objectives`, rules: recordings },
    ...alertGroupsOf(architecture).map(({ name, alerts }) => ({
      name: `${model.name}-${name}`,
      rules: alerts.map(ruleOf),
    })),
  ];
  const comment = [
    `Rules for Prometheus (rule_files in prometheus.yml), which scrapes the metrics of each process under job_name: ${model.name}.`,
    "What each alert means and what to do stands in operations.md under its name.",
  ];
  const text = stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false });
  return { path: "alerts.yml", text: `${comment.map((line) => `# ${line}`).join("\n")}\n${text}` };
}

function ruleOf(alert: Alert) {
  return {
    alert: alert.name,
    expr: alert.expr,
    ...(alert.for !== undefined && { for: alert.for }),
    labels: { severity: alert.severity },
    annotations: { summary: alert.summary, runbook: `operations.md#${alert.name.toLowerCase()}` },
  };
}
