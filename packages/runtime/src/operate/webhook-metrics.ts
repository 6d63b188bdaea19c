import { Counter, Gauge, type Registry } from "prom-client";
import type { FactOf } from "../facts.js";
import { createHistogram, durations, type Histogram } from "./histogram.js";

/**
 * The metrics of webhooks, each by service: `lintel_webhook_attempt_duration_seconds` by outcome and class of status,
 * `lintel_webhook_endpoints`, `lintel_webhook_endpoints_failing`, `lintel_webhook_lag_entries`, `lintel_webhook_disabled_total` by reason
 * and `lintel_webhook_lost_entries_total`.
 */
export function measureWebhooks(registers: Registry[]) {
  const attempts: Histogram = createHistogram({
    name: "lintel_webhook_attempt_duration_seconds",
    help: "Seconds that an attempt to deliver a message took.",
    labels: ["service", "outcome", "status"],
    bounds: durations,
  });
  const counter = (name: string, help: string, more: readonly string[] = []) =>
    new Counter({ name, help, labelNames: ["service", ...more], registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ["service"], registers });
  const disabled = counter("lintel_webhook_disabled_total", "Endpoints that were disabled.", ["reason"]);
  const lost = counter(
    "lintel_webhook_lost_entries_total",
    "Entries of the log that were not kept long enough for an endpoint.",
  );
  const endpoints = gauge("lintel_webhook_endpoints", "Endpoints that this process sends to.");
  const failing = gauge("lintel_webhook_endpoints_failing", "Endpoints of these whose last attempt failed.");
  const behind = gauge(
    "lintel_webhook_lag_entries",
    "Entries of the log that the last of the endpoints is behind.",
  );
  return {
    attempts,
    takes: {
      "webhook.attempted": ({ service, outcome, status, milliseconds }: FactOf<"webhook.attempted">) => {
        const kind = status === 0 ? "none" : `${Math.floor(status / 100)}xx`;
        attempts.observe(attempts.series(service, outcome, kind), milliseconds / 1_000);
      },
      "webhook.disabled": ({ service, reason }: FactOf<"webhook.disabled">) =>
        disabled.inc({ service, reason }),
      "webhook.lost": ({ service, entries }: FactOf<"webhook.lost">) => lost.inc({ service }, entries),
      "webhook.lag": (fact: FactOf<"webhook.lag">) => {
        endpoints.set({ service: fact.service }, fact.endpoints);
        failing.set({ service: fact.service }, fact.failing);
        behind.set({ service: fact.service }, fact.entries);
      },
    },
  };
}
