import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anyone, entity, service, system, text } from "@lintel/runtime";
import { resolve } from "@lintel/runtime/tools";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { briefOf, quantities, quantity, rows, shop } from "../../../brief/scenario.js";
import { commerce, repositoryFile } from "../../../project/fixture.js";
import type { Architecture } from "../../architecture.js";
import { needsOf } from "../../needs/index.js";
import { architectureFrom } from "../security/fixture.js";
import { securityDocument } from "../security/index.js";
import { alertGroupsOf } from "./alerts/index.js";
import { alertsFile } from "./alerts-file.js";
import { burnRates, reachable, spentBy, thresholdOf } from "./burn-rates.js";
import { dashboardFile, panelsOf } from "./dashboard.js";
import { bucketBounds, budgetMinutes, exact, objectivesOf } from "./objectives.js";
import { operationsDocuments } from "./operations-document.js";

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
}
const rulesIn = (yaml: string) =>
  (parse(yaml) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }).groups.flatMap(
    ({ rules }) => rules,
  );

const plain = resolve(
  system("desk", {
    version: 1,
    services: [
      service("desk", { entities: { note: entity({ text: text() }, { access: { read: anyone } }) } }),
    ],
  }),
);
const promised = (uptime: number) => ({
  ...shop,
  "deployment.recovery": quantities({
    uptime: quantity("availability", uptime),
    rpo: quantity("duration", 3_600),
    rto: quantity("duration", 3_600),
  }),
});
const deskOf = (values: typeof shop) => architectureFrom(briefOf(values), plain);

let shopOf: Architecture;
beforeAll(async () => {
  const { brief, model } = await commerce();
  shopOf = architectureFrom(brief, model);
});

describe("error budgets", () => {
  it.each([
    [99.9, 43.2, [0.0144, 0.006, 0.003, 0.001]],
    [99.95, 21.6, [0.0072, 0.003, 0.0015, 0.0005]],
  ])("of %d %% have %d minutes a month, and these thresholds", (uptime, minutes, thresholds) => {
    const architecture = deskOf(promised(uptime));
    const [availability] = objectivesOf(architecture);
    if (!availability) throw new Error("There is no objective.");
    expect(budgetMinutes(availability)).toBe(minutes);
    expect(burnRates.map((rate) => thresholdOf(rate, availability))).toEqual(thresholds);
    const alerts = alertsFile(architecture).text;
    for (const [at, threshold] of thresholds.entries()) {
      const { long, short } = burnRates[at] ?? { long: "", short: "" };
      expect(alerts).toContain(`job:slo_errors:ratio_rate${long}{job="desk"} > ${threshold} and`);
      expect(alerts).toContain(`job:slo_errors:ratio_rate${short}{job="desk"} > ${threshold} and`);
    }
  });

  it("are looked at over the windows of the workbook", () => {
    expect(burnRates.map(({ factor, long, short, severity }) => [factor, long, short, severity])).toEqual([
      [14.4, "1h", "5m", "page"],
      [6, "6h", "30m", "page"],
      [3, "1d", "2h", "ticket"],
      [1, "3d", "6h", "ticket"],
    ]);
  });

  it("are gone by a fiftieth, a twentieth and a tenth when an alert fires", () => {
    expect(burnRates.map(spentBy)).toEqual([0.02, 0.05, 0.1, 0.1]);
  });

  it("have no alert that could never fire", () => {
    const latency = quantities({
      read: { ...quantity("latency", 150), percentile: 50 },
      write: { ...quantity("latency", 250), percentile: 99 },
    });
    const [, reads] = objectivesOf(deskOf({ ...promised(99.9), "performance.latency": latency }));
    if (!reads) throw new Error("There is no objective for reads.");
    expect(reachable(reads).map(({ factor }) => factor)).toEqual([1]);
    const names = alertGroupsOf(deskOf({ ...promised(99.9), "performance.latency": latency })).flatMap(
      ({ alerts }) => alerts.map(({ name }) => name),
    );
    expect(names).toContain("SlowReadsBurnBudgetSlowly");
    expect(names).not.toContain("SlowReadsBurnBudgetFast");
  });

  it("count a latency at the bound of the histogram that is no less", () => {
    const [, reads, writes] = objectivesOf(shopOf);
    expect(reads?.latency).toEqual({ asked: 0.15, bound: 0.25, percentile: 95 });
    expect(writes?.latency).toEqual({ asked: 0.25, bound: 0.25, percentile: 95 });
  });

  it("know the bounds of the runtime's histograms", () => {
    const source = readFileSync(repositoryFile("packages/runtime/src/operate/histogram.ts"), "utf8");
    const [, bounds = ""] = /durations: readonly number\[\] = \[([^\]]*)\]/.exec(source) ?? [];
    expect(
      bounds
        .split(",")
        .map(Number)
        .filter((bound) => bound > 0),
    ).toEqual([...bucketBounds]);
  });
});

describe("what is measured", () => {
  it("is measured by metrics that the runtime gives", () => {
    const runtime = readdirSync(repositoryFile("packages/runtime/src/operate"))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(repositoryFile(`packages/runtime/src/operate/${name}`), "utf8"))
      .join("\n");
    const process = repositoryFile("node_modules/prom-client/lib/metrics");
    const others = readdirSync(process)
      .filter((name) => name.endsWith(".js"))
      .map((name) => readFileSync(join(process, name), "utf8"))
      .join("\n");
    const text = operationsDocuments(shopOf)
      .map((file) => file.text)
      .join("\n");
    const names = new Set(
      [...text.matchAll(/\b(?:http|lintel|nodejs|process)_[a-z0-9_]+(?=[{`[\\])/g)].map(([name]) => name),
    );
    expect(names.size).toBeGreaterThan(30);
    for (const name of names) {
      const base = name.replace(/_(?:bucket|count|sum)$/, "");
      const source = base.startsWith("nodejs_") || base.startsWith("process_") ? others : runtime;
      expect(new RegExp(`["'\`]${base}["'\`]`).test(source), base).toBe(true);
    }
  });

  it("warns of logs as Lintel's own rules do", () => {
    const own = readFileSync(repositoryFile("docs/reference/log-alerts.yml"), "utf8");
    const without = (expr: string) => expr.replaceAll('{job="commerce"}', "");
    const group = alertGroupsOf(shopOf).find(({ name }) => name === "log");
    expect(
      group?.alerts.map(({ name, expr, for: held, severity }) => ({
        name,
        expr: without(expr),
        held,
        severity,
      })),
    ).toEqual(
      rulesIn(own).map(({ alert, expr, for: held, labels }) => ({
        name: alert,
        expr,
        held,
        severity: labels.severity,
      })),
    );
  });
});

describe("operations.md", () => {
  it("has a runbook for each alert, and no alert twice", () => {
    const [document, alerts] = operationsDocuments(shopOf);
    const names = rulesIn(alerts?.text ?? "").flatMap(({ alert }) => alert ?? []);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(document?.text).toContain(`\n### ${name}\n\n- **Means:**`);
  });

  it("names commands that exist", () => {
    const page = readFileSync(repositoryFile("docs/reference/command-line.md"), "utf8");
    const verbs = [...page.matchAll(/^##+ (lintel[a-z -]*)/gm)].map(([, verb = ""]) => verb.trim());
    const text = operationsDocuments(shopOf)[0]?.text ?? "";
    const named = [...text.matchAll(/`(lintel [^`]+)`/g)].map(([, command = ""]) => command);
    expect(named.length).toBeGreaterThan(20);
    for (const command of named)
      expect(
        verbs.some((verb) => verb !== "lintel" && `${command} `.startsWith(`${verb} `)),
        command,
      ).toBe(true);
  });

  it("names facts, settings and codes that exist, as security.md does", () => {
    const pages = ["facts.md", "blueprint.md", "errors.md", "command-line.md", "http.md", "log-alerts.yml"]
      .map((name) => readFileSync(repositoryFile(`docs/reference/${name}`), "utf8"))
      .join("\n");
    const text = `${operationsDocuments(shopOf)[0]?.text}${securityDocument(shopOf).text}`;
    const facts = [...text.matchAll(/`([a-z]+(?:\.[a-zA-Z]+)+)`/g)].map(([, name = ""]) => name);
    const codes = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = ""]) => code);
    const ours =
      /^(?:(?:users|catalog|orders|purchasing|delivery)\.|(?:alerts|dashboard)\.)|_(?:SECRET|URL)$/;
    const named = [...new Set([...facts, ...codes])].filter((name) => !ours.test(name));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !pages.includes(`\`${name}`))).toEqual([]);
  });

  it("says nothing of what a small system does not have", () => {
    const text = operationsDocuments(deskOf(promised(99)))
      .map((file) => file.text)
      .join("\n");
    expect(text).not.toMatch(/lintel_log_|lintel_consumer|webhook|Kubernetes|HorizontalPod/);
  });

  it("tells when a part is full as capacity.md does, and one of something as one", () => {
    const desk = deskOf(promised(99));
    const [part] = desk.capacity.parts;
    if (!part) throw new TypeError("Nothing of it is ever full.");
    const of = (months: number, limit: number) =>
      operationsDocuments({
        ...desk,
        capacity: { ...desk.capacity, parts: [{ ...part, unit: "processors", limit, months }] },
      }).find(({ path }) => path === "operations.md")?.text;
    expect(of(1.8, 7)).toMatch(/\| 7 processors \|.*\| in 1\.8 months \|/);
    expect(of(1.8, 7)).toContain("The first part is full in 1.8 months, by the growth of the brief");
    expect(of(1, 1)).toMatch(/\| 1 processor \|.*\| in 1 month \|/);
    expect(of(0, 7)).toContain("The first part is full now, by the growth of the brief");
  });

  it("wakes nobody where a night is left to recover", () => {
    const slow = {
      ...shop,
      "deployment.recovery": quantities({
        uptime: quantity("availability", 99),
        rpo: quantity("duration", 43_200),
        rto: quantity("duration", 28_800),
      }),
    };
    expect(operationsDocuments(deskOf(slow))[0]?.text).toContain("nobody is woken");
    expect(operationsDocuments(deskOf(promised(99.9)))[0]?.text).not.toContain("nobody is woken");
  });

  it("is the same each time, and lets no name mean anything but itself", () => {
    const hostile = `<img src=x> \`\${x}\` | [a](javascript:b) */ {{ $labels.x }} "quoted" 注文`;
    const brief = briefOf({
      ...shop,
      "integration.systems": rows({
        name: hostile,
        purpose: hostile,
        direction: "out",
        authentication: "none",
        whenDown: hostile,
      }),
    });
    const architecture = architectureFrom({ ...brief, name: hostile }, plain);
    const files = operationsDocuments(architecture);
    expect(operationsDocuments(architecture)).toEqual(files);
    expect(files[0]?.text).not.toMatch(/(?<!\\)<img/);
    expect(files[0]?.text).not.toMatch(/(?<!\\)\]\(javascript/);
    expect((JSON.parse(files[2]?.text ?? "") as { readonly title: string }).title).toBe(hostile);
    expect(rulesIn(files[1]?.text ?? "").length).toBeGreaterThan(20);
  });
});

describe("dashboard.json", () => {
  it("has panels that do not overlap, each with a query", () => {
    const { panels } = JSON.parse(dashboardFile(shopOf).text) as {
      readonly panels: readonly {
        readonly id: number;
        readonly gridPos: object;
        readonly targets: readonly object[];
      }[];
    };
    expect(panels.length).toBe(panelsOf(shopOf).length);
    expect(new Set(panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(panels.length);
    expect(panels.every(({ targets }) => targets.length > 0)).toBe(true);
  });
});

/** Of Prometheus; CI has it. */
const tool = "promtool";
const hasPromtool = spawnSync(tool, ["--version"]).status === 0;

describe.skipIf(!hasPromtool)("promtool", () => {
  const promtool = (command: "check" | "test", files: { readonly [name: string]: string }) => {
    const folder = mkdtempSync(join(tmpdir(), "lintel-alerts-"));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      return execFileSync(tool, [command, "rules", join(folder, Object.keys(files)[0] ?? "")], {
        stdio: "pipe",
      }).toString();
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it("takes the rules, and every query of the dashboard", () => {
    expect(promtool("check", { "alerts.yml": alertsFile(shopOf).text })).toContain("SUCCESS");
    const queries = panelsOf(shopOf).flatMap(({ queries }) => queries.map(({ expr }) => expr));
    const rules = queries.map(
      (expr, at) => `      - { record: "panel:${at}", expr: ${JSON.stringify(expr)} }`,
    );
    expect(
      promtool("check", { "panels.yml": `groups:\n  - name: panels\n    rules:\n${rules.join("\n")}\n` }),
    ).toContain("SUCCESS");
  });

  /** A steady 10 requests a second, of which a part fails, and what is up after an hour and a quarter. */
  const worked = (uptime: number, failing: number, expected: readonly string[]) => {
    const perMinute = 600;
    const bad = exact(perMinute * failing);
    const series = (status: string, step: number) =>
      `          - { series: 'http_request_duration_seconds_count{job="desk",route="/v1/notes",method="GET",status="${status}"}', values: "0+${step}x120" }`;
    const at = (alert: string) =>
      `          - { eval_time: 75m, alertname: ${alert}, exp_alerts: [${
        expected.includes(alert)
          ? `{ exp_labels: { severity: ${alert.endsWith("Fast") ? "page" : "ticket"}, job: desk }, exp_annotations: ${JSON.stringify(annotations(alert))} }`
          : ""
      }] }`;
    const architecture = deskOf(promised(uptime));
    const rules = alertsFile(architecture).text;
    const annotations = (alert: string) =>
      (rulesIn(rules).find((rule) => rule.alert === alert) as unknown as { readonly annotations: object })
        .annotations;
    const test = [
      "rule_files: [alerts.yml]",
      "evaluation_interval: 1m",
      "tests:",
      "  - interval: 1m",
      "    input_series:",
      series("2xx", exact(perMinute - bad)),
      series("5xx", bad),
      "    alert_rule_test:",
      at("ErrorsBurnBudgetFast"),
      at("ErrorsBurnBudgetSlowly"),
    ].join("\n");
    expect(promtool("test", { "test.yml": `${test}\n`, "alerts.yml": rules })).toContain("SUCCESS");
  };

  it.each([
    [99.9, 0.02, ["ErrorsBurnBudgetFast", "ErrorsBurnBudgetSlowly"]],
    [99.9, 0.002, ["ErrorsBurnBudgetSlowly"]],
    [99.9, 0.0009, []],
    [99.95, 0.008, ["ErrorsBurnBudgetFast", "ErrorsBurnBudgetSlowly"]],
    [99.95, 0.0004, []],
  ])("at %d %%, where %d fail, has these up: %j", (uptime, failing, expected) => {
    worked(uptime, failing, expected);
  });

  it("calls nobody for a few failures of a quiet night", () => {
    expect(needsOf(briefOf(promised(99.9))).uptime.value).toBe(0.999);
    const architecture = deskOf(promised(99.9));
    const rules = alertsFile(architecture).text;
    const test = [
      "rule_files: [alerts.yml]",
      "evaluation_interval: 1m",
      "tests:",
      "  - interval: 1m",
      "    input_series:",
      `          - { series: 'http_request_duration_seconds_count{job="desk",route="/v1/notes",method="GET",status="2xx"}', values: "0+1x120" }`,
      `          - { series: 'http_request_duration_seconds_count{job="desk",route="/v1/notes",method="GET",status="5xx"}', values: "0+0.05x120" }`,
      "    alert_rule_test:",
      "          - { eval_time: 75m, alertname: ErrorsBurnBudgetFast, exp_alerts: [] }",
    ].join("\n");
    expect(promtool("test", { "test.yml": `${test}\n`, "alerts.yml": rules })).toContain("SUCCESS");
  });
});
