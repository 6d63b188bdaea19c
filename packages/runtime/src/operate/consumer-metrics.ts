import { Counter, Gauge, type Registry } from "prom-client";
import type { FactOf } from "../facts.js";
import { createHistogram, durations, type Histogram } from "./histogram.js";

/**
 * The metrics of consumers, each by service and consumer: `lintel_consumer_handling_seconds`, `lintel_consumer_failures_total`,
 * `lintel_consumer_deaths_total`, `lintel_consumer_lag_events`, `lintel_consumer_lag_seconds`, `lintel_consumer_letters` by state and
 * `lintel_consumer_halted`.
 */
export function measureConsumers(registers: Registry[]) {
  const labelNames = ["service", "consumer"];
  const handling: Histogram = createHistogram({
    name: "lintel_consumer_handling_seconds",
    help: "Seconds that handling an entry took, where it was committed.",
    labels: labelNames,
    bounds: durations,
  });
  const counter = (name: string, help: string) => new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, more: readonly string[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames, ...more], registers });
  const failures = counter("lintel_consumer_failures_total", "Attempts at an entry that failed.");
  const deaths = counter("lintel_consumer_deaths_total", "Entries that became dead letters.");
  const lagEvents = gauge("lintel_consumer_lag_events", "Entries that a consumer is behind.");
  const lagSeconds = gauge("lintel_consumer_lag_seconds", "Seconds since the oldest of them was committed.");
  const letters = gauge("lintel_consumer_letters", "Entries that could not be handled yet.", ["state"]);
  const halted = gauge("lintel_consumer_halted", "Whether a consumer reads no further: 1 or 0.");
  return {
    handling,
    takes: {
      "consumer.handled": ({ service, consumer, milliseconds }: FactOf<"consumer.handled">) =>
        handling.observe(handling.series(service, consumer), milliseconds / 1_000),
      "consumer.failed": ({ service, consumer }: FactOf<"consumer.failed">) =>
        failures.inc({ service, consumer }),
      "consumer.dead": ({ service, consumer }: FactOf<"consumer.dead">) => deaths.inc({ service, consumer }),
      "consumer.halted": ({ service, consumer }: FactOf<"consumer.halted">) =>
        halted.set({ service, consumer }, 1),
      "consumer.lag": (fact: FactOf<"consumer.lag">) => {
        const { service, consumer } = fact;
        lagEvents.set({ service, consumer }, fact.events);
        lagSeconds.set({ service, consumer }, fact.milliseconds / 1_000);
        halted.set({ service, consumer }, fact.isHalted ? 1 : 0);
        for (const state of ["retrying", "dead", "parked"] as const)
          letters.set({ service, consumer, state }, fact[state]);
      },
    },
  };
}
