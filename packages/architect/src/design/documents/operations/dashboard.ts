import type { Architecture } from "../../architecture.js";
import { slugOfName } from "../../text/index.js";
import type { DocumentFile } from "../document.js";
import { jobOf, objectivesOf } from "./objectives.js";

/** A panel over time: one line a series of each query. */
export interface Panel {
  readonly title: string;
  /** Of Grafana: `s`, `percentunit`, `reqps`, `short`, `bytes`. */
  readonly unit: string;
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
}

/** What to look at first, from what people notice to what it stands on. */
export function panelsOf({ needs, model }: Pick<Architecture, "needs" | "model">): readonly Panel[] {
  const job = jobOf(model.name);
  const hasLog = model.services.some(({ log }) => log !== undefined);
  const hasFeeds = model.services.some(({ entities }) => entities.some(({ feed }) => feed));
  const hasConsumers = model.services.some(({ consumers }) => consumers.length > 0);
  const hasWebhooks = model.services.some(({ webhooks }) => webhooks !== undefined);
  const one = (title: string, unit: string, expr: string, legend: string): Panel => ({
    title,
    unit,
    queries: [{ expr, legend }],
  });
  const quantiles = (metric: string, by: string) =>
    [0.5, 0.95, 0.99].map((part) => ({
      expr: `histogram_quantile(${part}, sum by (${by}) (rate(${metric}_bucket{${job}}[5m])))`,
      legend: `${part * 100} %`,
    }));
  return [
    {
      title: "Part of the error budget that burns (1 lasts 30 days)",
      unit: "short",
      queries: objectivesOf({ needs, model }).map(({ id, record, budget }) => ({
        expr: `${record}1h{${job}} / ${budget}`,
        legend: id,
      })),
    },
    one(
      "Requests a second, by status",
      "reqps",
      `sum by (status) (rate(http_request_duration_seconds_count{${job}}[5m]))`,
      "{{status}}",
    ),
    { title: "Time of requests", unit: "s", queries: quantiles("http_request_duration_seconds", "le") },
    one(
      "Failures a second, by route",
      "reqps",
      `sum by (route) (rate(http_request_duration_seconds_count{${job},status="5xx"}[5m]))`,
      "{{route}}",
    ),
    { title: "Time of statements", unit: "s", queries: quantiles("lintel_statement_duration_seconds", "le") },
    one(
      "Wait for a connection, 95 %",
      "s",
      `histogram_quantile(0.95, sum by (service, le) (rate(lintel_pool_wait_seconds_bucket{${job}}[5m])))`,
      "{{service}}",
    ),
    one("Database answers", "short", `min by (service) (lintel_database_up{${job}})`, "{{service}}"),
    one(
      "Processors in use, by process",
      "percentunit",
      `rate(process_cpu_seconds_total{${job}}[5m])`,
      "{{instance}}",
    ),
    one("Memory, by process", "bytes", `process_resident_memory_bytes{${job}}`, "{{instance}}"),
    one("Lag of the event loop, 99 %", "s", `nodejs_eventloop_lag_p99_seconds{${job}}`, "{{instance}}"),
    one(
      "Refused by the rate limit a second",
      "reqps",
      `sum(rate(http_requests_rate_limited_total{${job}}[5m]))`,
      "refused",
    ),
    ...(needs.systems.length > 0
      ? [
          one(
            "Time of other systems, 95 %",
            "s",
            `histogram_quantile(0.95, sum by (service, operation, le) (rate(lintel_fetch_duration_seconds_bucket{${job}}[5m])))`,
            "{{service}}.{{operation}}",
          ),
        ]
      : []),
    ...(hasLog
      ? [one("Lag of logs", "s", `max by (service) (lintel_log_lag_seconds{${job}})`, "{{service}}")]
      : []),
    ...(hasFeeds
      ? [
          one("Lag of feeds", "s", `max by (service) (lintel_feed_lag_seconds{${job}})`, "{{service}}"),
          one("Followers", "short", `sum by (service) (lintel_feed_views{${job}})`, "{{service}}"),
        ]
      : []),
    ...(hasConsumers
      ? [
          one(
            "Lag of consumers",
            "s",
            `max by (service, consumer) (lintel_consumer_lag_seconds{${job}})`,
            "{{service}}.{{consumer}}",
          ),
        ]
      : []),
    ...(hasWebhooks
      ? [
          one(
            "Endpoints that fail",
            "short",
            `sum by (service) (lintel_webhook_endpoints_failing{${job}})`,
            "{{service}}",
          ),
        ]
      : []),
  ];
}

/** `dashboard.json`: a dashboard for Grafana, which asks for the Prometheus to use when it is imported. */
export function dashboardFile(architecture: Pick<Architecture, "needs" | "model">): DocumentFile {
  const source = { type: "prometheus", uid: "$datasource" };
  const dashboard = {
    uid: `lintel-${slugOfName(architecture.model.name)}`.slice(0, 40),
    title: architecture.needs.name,
    tags: ["lintel"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    templating: {
      list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }],
    },
    panels: panelsOf(architecture).map(({ title, unit, queries }, at) => ({
      id: at + 1,
      type: "timeseries",
      title,
      datasource: source,
      gridPos: { x: (at % 2) * 12, y: Math.floor(at / 2) * 8, w: 12, h: 8 },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: queries.map(({ expr, legend }, query) => ({
        refId: String.fromCharCode(65 + query),
        datasource: source,
        expr,
        legendFormat: legend,
      })),
    })),
  };
  return { path: "dashboard.json", text: `${JSON.stringify(dashboard, null, 2)}\n` };
}
