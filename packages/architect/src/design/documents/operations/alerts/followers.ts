import type { Alert, Select } from "../alert.js";

/** Where a service has consumers. */
export function consumerAlerts(select: Select): readonly Alert[] {
  return [
    {
      name: "ConsumerHalted",
      expr: `max by (service, consumer) (${select("lintel_consumer_halted")}) > 0`,
      severity: "page",
      summary: "{{ $labels.service }}.{{ $labels.consumer }} stands still until a person acts.",
      runbook: {
        means: "Too many entries wait, or the log does not go on at its position.",
        noticed: "What follows from events of that kind does not happen.",
        look: ["`lintel log consumers` says why, and what to type.", "`consumer.halted` in the log."],
        act: [
          "Mend what made entries fail, then `lintel log dead replay <consumer> --all`.",
          "Where its position is gone: `lintel log seek <consumer> beginning`, or `now` and make good by hand what lies between.",
        ],
        wake: "The team of the service.",
      },
    },
    {
      name: "DeadLetters",
      expr: `max by (service, consumer) (${select("lintel_consumer_letters", 'state="dead"')}) > 0`,
      severity: "ticket",
      summary: "{{ $value }} entries of {{ $labels.service }}.{{ $labels.consumer }} wait for a decision.",
      runbook: {
        means:
          "Entries were tried as often as they may be and failed; later ones of the same key wait behind them.",
        noticed: "For those keys nothing more happens.",
        look: ["`lintel log dead list <consumer>`, then `lintel log dead show <consumer> <position>`."],
        act: [
          "Mend the cause and `lintel log dead replay <consumer> <position>`; or `lintel log dead edit`; or give it up with `lintel log dead skip`.",
        ],
        wake: "Nobody.",
      },
    },
    {
      name: "ConsumerLags",
      expr: `max by (service, consumer) (${select("lintel_consumer_lag_seconds")}) > 60`,
      for: "5m",
      severity: "ticket",
      summary: "{{ $labels.service }}.{{ $labels.consumer }} is {{ $value | humanizeDuration }} behind.",
      runbook: {
        means: "It does not keep up, or a system that it asks is slow.",
        noticed: "What follows from events is late by as much.",
        look: ["`lintel log consumers`.", "`lintel_consumer_handling_seconds`: how long one entry takes."],
        act: ["Raise its `workers`, or make its function faster."],
        wake: "Nobody.",
      },
    },
    {
      name: "NoWorker",
      expr: `sum by (service, worker) (${select("lintel_worker")}) < 1`,
      for: "1m",
      severity: "page",
      summary: "No process works for {{ $labels.worker }} of {{ $labels.service }}.",
      runbook: {
        means: "No process is up that could, or somebody paused it.",
        noticed: "What follows from events does not happen. Nothing is lost.",
        look: ["`lintel log consumers` and `lintel log projections`.", "`worker.failed` in the log."],
        act: ["`lintel log resume <consumer>` where it was paused; else restart a process."],
        wake: "The team of the service, after 15 minutes.",
      },
    },
  ];
}

/** Where a service has projections: `seconds` is how old what is read may be. */
export function projectionAlerts(select: Select, seconds: number): readonly Alert[] {
  return [
    {
      name: "ProjectionStands",
      expr: `sum by (service, projection) (increase(${select("lintel_projection_failures_total")}[15m])) > 0`,
      severity: "ticket",
      summary: "{{ $labels.service }}.{{ $labels.projection }} came to a stand.",
      runbook: {
        means: "A function threw, or gave what no row can be, or the log cannot be read. It is tried again.",
        noticed: "The rows of that read model stay as they were.",
        look: ["`projection.failed` in the log: the entry and the error.", "`lintel log projections`."],
        act: ["Mend the function, raise its `version`, release; or `lintel log rebuild <projection>`."],
        wake: "Nobody.",
      },
    },
    {
      name: "ProjectionLags",
      expr: `max by (service, projection) (${select("lintel_projection_lag_seconds")}) > ${seconds}`,
      for: "5m",
      severity: "ticket",
      summary: "{{ $labels.service }}.{{ $labels.projection }} is {{ $value | humanizeDuration }} behind.",
      runbook: {
        means: "Entries come faster than they are folded.",
        noticed: "The read model is old by as much.",
        look: ["`lintel log projections`."],
        act: [
          "Look for a load of rows at once; after it the projection catches up. Where it is every day, make the function smaller.",
        ],
        wake: "Nobody.",
      },
    },
  ];
}

/** Where a service sends webhooks. */
export function webhookAlerts(select: Select): readonly Alert[] {
  return [
    {
      name: "EndpointDisabled",
      expr: `sum by (service, reason) (increase(${select("lintel_webhook_disabled_total")}[1h])) > 0`,
      severity: "ticket",
      summary: "An endpoint of {{ $labels.service }} was disabled: {{ $labels.reason }}.",
      runbook: {
        means: "It answered 410 (`gone`), or took nothing for as long as is tried (`failing`).",
        noticed: "Its integrator hears of nothing any more.",
        look: ["`lintel webhooks list`, then `lintel webhooks show <endpoint>`: its last attempts."],
        act: [
          "Tell its owner. When it is mended: `lintel webhooks enable <endpoint>`, which goes on where it stopped.",
        ],
        wake: "Nobody.",
      },
    },
    {
      name: "WebhooksLost",
      expr: `sum by (service) (increase(${select("lintel_webhook_lost_entries_total")}[1h])) > 0`,
      severity: "ticket",
      summary: "Entries of {{ $labels.service }} were thrown away before an endpoint had them.",
      runbook: {
        means: "The log was not kept long enough for an endpoint that was behind.",
        noticed: "Its integrator has a gap.",
        look: ["`lintel webhooks list`: which is behind, and by how much."],
        act: ["Tell its owner what is missing. Raise `log: { keep }` above the time for which is tried."],
        wake: "Nobody.",
      },
    },
  ];
}

/** Where rows can be followed: `seconds` is how late a change may be. */
export function feedAlerts(select: Select, seconds: number): readonly Alert[] {
  return [
    {
      name: "FeedsLag",
      expr: `max by (service) (${select("lintel_feed_lag_seconds")}) > ${seconds}`,
      for: "5m",
      severity: "ticket",
      summary: "Followers of {{ $labels.service }} hear of changes {{ $value | humanizeDuration }} late.",
      runbook: {
        means:
          "Changes are given to followers later than was promised: the process has too many of them, or too much to do.",
        noticed: "Live pages are late by as much.",
        look: [
          "`lintel_feed_views`, `lintel_feed_messages_total` and `nodejs_eventloop_lag_p99_seconds` by process.",
        ],
        act: ["Add a process: followers spread as they reconnect."],
        wake: "Nobody.",
      },
    },
  ];
}
