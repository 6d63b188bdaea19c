import { Counter, Gauge, type Registry } from "prom-client";
import type { FactOf } from "../facts.js";

/**
 * The metrics of projections, each by service and projection: `lintel_projection_position`, `lintel_projection_lag_seconds`,
 * `lintel_projection_entries_total`, `lintel_projection_builds_total` and `lintel_projection_failures_total`.
 */
export function measureProjections(registers: Registry[]) {
  const labelNames = ["service", "projection"];
  const counter = (name: string, help: string) => new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames, registers });
  const position = gauge(
    "lintel_projection_position",
    "The position up to which this process has built what is served of a projection.",
  );
  const lag = gauge(
    "lintel_projection_lag_seconds",
    "Seconds from when the last entry that was taken in got its position until it was.",
  );
  const entries = counter(
    "lintel_projection_entries_total",
    "Entries that this process has taken into builds.",
  );
  const builds = counter("lintel_projection_builds_total", "Builds that this process began.");
  const failures = counter("lintel_projection_failures_total", "Times that a build came to a stand.");
  return {
    takes: {
      "projection.began": ({ service, projection }: FactOf<"projection.began">) =>
        builds.inc({ service, projection }),
      "projection.live": ({ service, projection, position: at }: FactOf<"projection.live">) =>
        position.set({ service, projection }, at),
      "projection.advanced": (fact: FactOf<"projection.advanced">) => {
        const { service, projection } = fact;
        entries.inc({ service, projection }, fact.entries);
        if (!fact.isLive) return;
        position.set({ service, projection }, fact.position);
        lag.set({ service, projection }, fact.lag / 1_000);
      },
      "projection.failed": ({ service, projection }: FactOf<"projection.failed">) =>
        failures.inc({ service, projection }),
    },
  };
}
