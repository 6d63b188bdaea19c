import type { Alert, Select } from "../alert.js";

/** Of the processes, the database and what stands between them. */
export function servingAlerts(
  select: Select,
  { isOne, patience }: { readonly isOne: boolean; readonly patience: string },
): readonly Alert[] {
  const up = select("up");
  return [
    {
      name: "NothingServes",
      expr: `absent(${up} == 1)`,
      for: "1m",
      severity: "page",
      summary: "No process of the system answers Prometheus.",
      runbook: {
        means: "No process runs, none is reached, or Prometheus itself cannot reach them.",
        noticed:
          "Everything fails, or nothing does where only Prometheus is cut off: ask the API itself first.",
        look: [
          "`curl -i http://127.0.0.1:4400/health/live` and `/health/ready` on each machine; through the proxy from outside.",
          "The last lines of the log: `system.stopped`, `error.stray`, or a start that was refused, which says what is missing and what to type.",
        ],
        act: [
          "Start it again through its supervisor. Where a release began it, go back to the release before.",
          "Where the start says `MIGRATIONS_PENDING`: `lintel db status`, then `lintel db migrate`.",
        ],
        wake: `Whoever released last, where it does not start within ${patience}.`,
      },
    },
    ...(isOne
      ? []
      : [
          {
            name: "ProcessDown",
            expr: `${up} == 0`,
            for: "5m",
            severity: "ticket",
            summary: "A process of the system is down: {{ $labels.instance }}.",
            runbook: {
              means: "One of several processes does not answer. The others serve, with one less to spare.",
              noticed: "Nothing, as long as the others bear the load.",
              look: ["Its last log lines, and whether its supervisor starts it again and again."],
              act: ["Start it again, or take its machine out."],
              wake: "Nobody, unless a second one goes.",
            },
          } as const,
        ]),
    {
      name: "DatabaseDown",
      expr: `min by (service) (${select("lintel_database_up")}) == 0`,
      for: "1m",
      severity: "page",
      summary: "PostgreSQL does not answer {{ $labels.service }}.",
      runbook: {
        means:
          "A service has no working connection to PostgreSQL: it is down, full, out of connections, or not reached.",
        noticed:
          "503 `DATABASE_UNAVAILABLE`, at once; readiness fails. Nothing that was acknowledged is lost.",
        look: [
          "Can you connect: `lintel db shell`, or `psql` with the service's own address?",
          "On the database's machine: disk (`df -h`), memory, and the end of PostgreSQL's log.",
          "Out of connections: `select usename, state, count(*) from pg_stat_activity group by 1, 2 order by 3 desc;`",
        ],
        act: [
          "Start PostgreSQL, or make room on its disk. The system goes on by itself within seconds: do not restart it.",
          "Where data is damaged or the machine is lost: recover, as below.",
        ],
        wake: `Whoever keeps PostgreSQL, at once, and whoever decides on a recovery after ${patience}.`,
      },
    },
    {
      name: "ConnectionsShort",
      expr: `histogram_quantile(0.95, sum by (service, le) (rate(${select("lintel_pool_wait_seconds_bucket")}[10m]))) > 0.1`,
      for: "10m",
      severity: "ticket",
      summary: "Transactions of {{ $labels.service }} wait for a connection.",
      runbook: {
        means:
          "All connections for transactions of a service are taken, by many requests or by few that are slow or locked.",
        noticed: "Writes and queries of the service are slow; other services are not.",
        look: [
          "Who holds them: `select pid, now() - xact_start as age, wait_event_type, left(query, 80) from pg_stat_activity where state <> 'idle' order by 2 desc limit 20;`",
          "Who waits for whom: `select pid, pg_blocking_pids(pid) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0;`",
        ],
        act: [
          "End what blocks: `select pg_cancel_backend(<pid>);`",
          "Where the load has grown: more `connections.transactions`, or one process more, within `max_connections`.",
        ],
        wake: "Nobody.",
      },
    },
    {
      name: "EventLoopBehind",
      expr: `max by (instance) (${select("nodejs_eventloop_lag_p99_seconds")}) > 0.25`,
      for: "10m",
      severity: "ticket",
      summary: "{{ $labels.instance }} has more to do than one processor gives.",
      runbook: {
        means:
          "A process does not get around to what waits: too many requests for it, or code that computes for long.",
        noticed: "Everything of this process is slow, and some of it is answered with 503 `OVERLOADED`.",
        look: [
          "Requests a second, by route, of this process beside the others.",
          "`process_cpu_seconds_total`: near 1 a second is one processor, all of it.",
        ],
        act: [
          "Add a process (see scaling).",
          "Where one route takes the time: move what it computes out of the request.",
        ],
        wake: "Nobody, unless a budget burns too.",
      },
    },
    {
      name: "StrayErrors",
      expr: `sum by (kind) (increase(${select("lintel_stray_errors_total")}[1h])) > 0`,
      severity: "ticket",
      summary: "Code of the system left an error behind: {{ $labels.kind }}.",
      runbook: {
        means:
          "A promise was rejected and nobody caught it (`rejection`), or something threw outside of any request (`exception`), after which the process stops in order.",
        noticed: "Nothing, or a process that was started again.",
        look: ["`error.stray` in the log, with its stack."],
        act: ["Mend the code, with a test that shows it."],
        wake: "Nobody, unless processes end again and again.",
      },
    },
    {
      name: "ConnectionsDropped",
      expr: `sum by (reason) (increase(${select("http_connections_dropped_total", 'reason=~"too many|memory"')}[10m])) > 0`,
      severity: "ticket",
      summary: "Connections of clients were closed: {{ $labels.reason }}.",
      runbook: {
        means: "More clients are connected than `limits.sockets`, or unread answers took too much memory.",
        noticed: "Some clients are told 503 `OVERLOADED`, or are cut off.",
        look: ["`http_connections_open`, and who connects, in the log of the proxy."],
        act: ["Hold off who floods, at the proxy. Where it is honest load, add a process."],
        wake: "Nobody, unless a budget burns too.",
      },
    },
    {
      name: "ManyRefusedByRate",
      expr: `sum(rate(${select("http_requests_rate_limited_total")}[15m])) / sum(rate(${select("http_request_duration_seconds_count")}[15m])) > 0.05`,
      for: "15m",
      severity: "ticket",
      summary: "One request in twenty is refused by the rate limit.",
      runbook: {
        means:
          "Somebody asks more than their share, or all callers count as one since the proxy is not in `trustedProxies`.",
        noticed: "429 for those who are over the limit.",
        look: [
          "By route: `sum by (route) (rate(http_requests_rate_limited_total[15m]))`.",
          "By address, in the log of the proxy: Lintel logs none.",
        ],
        act: [
          "Name the proxies in `trustedProxies`; hold off who floods; raise `rateLimit` where it is honest use.",
        ],
        wake: "Nobody.",
      },
    },
  ];
}

/** Where tokens of an issuer are believed. */
export function issuerAlerts(select: Select): readonly Alert[] {
  const fetches = (outcome: string) =>
    `sum(increase(${select("lintel_key_fetches_total", `outcome="${outcome}"`)}[15m]))`;
  return [
    {
      name: "IssuerKeysNotFetched",
      expr: `${fetches("failed")} > 0 unless ${fetches("fetched")} > 0`,
      for: "5m",
      severity: "page",
      summary: "The issuer's keys cannot be had.",
      runbook: {
        means: "The address of the issuer's keys does not answer, or not over a connection that is believed.",
        noticed:
          "Whoever signs in now may be refused: 503 `IDENTITY_UNAVAILABLE`. Tokens whose key is known go on for a while.",
        look: [
          "`keys.failed` in the log says why.",
          "`curl -i` the address of the keys, from the machine that serves.",
        ],
        act: ["Call whoever runs the issuer; mend DNS, proxy or certificates on our side."],
        wake: "Whoever runs the issuer, at once.",
      },
    },
  ];
}

/** Where commands ask other systems. */
export function outsideAlerts(select: Select): readonly Alert[] {
  const asked = (labels?: string) =>
    `sum by (service, operation) (rate(${select("lintel_fetch_duration_seconds_count", labels)}[10m]))`;
  return [
    {
      name: "OtherSystemFails",
      expr: `${asked('status=~"none|5xx"')} / ${asked()} > 0.5`,
      for: "10m",
      severity: "ticket",
      summary: "Half of what {{ $labels.service }}.{{ $labels.operation }} asks of another system fails.",
      runbook: {
        means: "Another system does not answer, or answers with failures.",
        noticed: "What stands under degraded modes for that system.",
        look: [
          "`fetch.finished` in the log, with `origin`, `status` and `error`.",
          "Its own page of status, if it has one.",
        ],
        act: [
          "See that the degraded mode of the brief is what happens. Tell its operators, and who waits for it here.",
        ],
        wake: "Whom its degraded mode names, where it is the one that the business cannot be without.",
      },
    },
  ];
}
