import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startExample } from "./example.mjs";
import { isMissing, judge, run } from "./needs.mjs";
import { targetsOf } from "./targets.mjs";

/* promtool, which comes with Prometheus, over the metrics of the example after traffic of every kind. */

/** What promtool minds in a text of metrics: one line each. It ends with 3 for what is only against the style. */
async function check(text) {
  const { code, output } = await run("promtool", ["check", "metrics"], { seconds: 30, input: text });
  const minded = output.split("\n").filter((line) => line.trim() !== "");
  return code === 0 && minded.length === 0 ? [] : [...minded, `promtool ended with ${code}`];
}

async function ask({ url }, { method, path, body, token, type }) {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(type && { "content-type": type }),
  };
  const sent = body === undefined ? null : JSON.stringify(body);
  await (await fetch(`${url}${path.replace("*", "")}`, { method, headers, body: sent })).arrayBuffer();
}

/** alerts.yml as a design of the example gives it. */
async function alertsOfExample() {
  const architect = new URL("../../packages/architect/dist/", import.meta.url);
  const { documentsOf } = await import(new URL("design/index.js", architect));
  const { architectureFrom } = await import(new URL("design/documents/security/fixture.js", architect));
  const { resolve } = await import(new URL("../../packages/runtime/dist/tools.js", import.meta.url));
  const { default: blueprint } = await import(
    new URL("../../examples/commerce/dist/blueprint.js", import.meta.url)
  );
  const brief = new URL("../../examples/commerce/ai/memory-bank/project-brief.json", import.meta.url);
  const files = documentsOf(architectureFrom(JSON.parse(readFileSync(brief, "utf8")), resolve(blueprint)));
  return files.find(({ path }) => path === "alerts.yml")?.text ?? "";
}

/** What promtool minds in rules for alerts. */
async function checkRules(text) {
  const file = join(mkdtempSync(join(tmpdir(), "lintel-rules-")), "rules.yml");
  writeFileSync(file, text);
  const { code, output } = await run("promtool", ["check", "rules", file], { seconds: 30 });
  rmSync(dirname(file), { recursive: true });
  return code === 0 ? [] : [output.trim(), `promtool ended with ${code}`];
}

if (!isMissing("promtool", "apt-get install prometheus")) {
  const rules = readFileSync(new URL("../../docs/reference/log-alerts.yml", import.meta.url), "utf8");
  judge("promtool check rules of the alerts for logs", await checkRules(rules));
  const broken = rules.replace("sum by (service)", "sum by service)");
  judge(
    "promtool minds a rule that is no expression",
    (await checkRules(broken)).length > 0 ? [] : ["it does not"],
  );
  judge(
    "promtool check rules of the alerts that a design of the example has",
    await checkRules(await alertsOfExample()),
  );
  const example = await startExample();
  try {
    for (const target of targetsOf(example.known)) await ask(example, target);
    for (const path of ["/v1/nothing", "/v1/products?nonsense=1", "/docs"])
      await ask(example, { method: "GET", path });
    await ask(example, { method: "GET", path: "/v1/products", token: "nonsense" });
    const response = await fetch(example.metricsUrl);
    const metrics = await response.text();
    const of = (name) => metrics.split("\n").filter((line) => line.startsWith(name)).length;
    const silent = [
      "http_request_duration_seconds_bucket",
      "lintel_statement_duration_seconds_count",
      "lintel_database_up",
    ];
    judge("promtool check metrics of the example after traffic", [
      ...(response.headers.get("content-type")?.startsWith("text/plain; version=0.0.4")
        ? []
        : ["the type is wrong"]),
      ...silent.filter((name) => of(name) === 0).map((name) => `there is no ${name}`),
      ...(await check(metrics)),
    ]);
    const faults = {
      "a counter without _total": "# HELP planted Planted.\n# TYPE planted counter\nplanted 1\n",
      "a metric without help": "# TYPE planted_total counter\nplanted_total 1\n",
      "a unit that is none":
        "# HELP planted_milliseconds Planted.\n# TYPE planted_milliseconds gauge\nplanted_milliseconds 1\n",
      "a line that is none": "planted{ 1\n",
    };
    for (const [fault, text] of Object.entries(faults)) {
      const minded = await check(`${metrics}\n${text}`);
      judge(`promtool minds ${fault} that is planted`, minded.length > 0 ? [] : ["it does not"]);
    }
  } finally {
    await example.stop();
  }
}
