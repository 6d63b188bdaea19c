import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Fact, FactName, FactOf, Facts } from "../facts.js";
import { measureConsumers } from "./consumer-metrics.js";
import { createHistogram, durations } from "./histogram.js";
import { measureProjections } from "./projection-metrics.js";
import { measureViews } from "./view-metrics.js";
import { measureWebhooks } from "./webhook-metrics.js";

/** What Prometheus reads. */
export interface Metrics {
  /** All metrics, in Prometheus's text format. */
  metrics(): Promise<string>;
  /** The media type of that text. */
  readonly contentType: string;
  /** Listens to facts no more. */
  stop(): void;
}

export interface MetricsOptions {
  /** How many requests are being worked on, asked when the metrics are read. */
  readonly inFlight?: (() => number) | undefined;
  /** How many connections clients have open, asked when the metrics are read. */
  readonly connections?: (() => number) | undefined;
  /** How many connections and how many views of feeds are open, asked when the metrics are read; none where there is no feed. */
  readonly feeds?: { readonly connections: number; readonly subscriptions: number } | undefined;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Gauges that prom-client names like counters, which promtool objects to. */
const misnamed = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
];

/**
 * Keeps the metrics of a running system, in a registry of their own. Label values are bounded: methods and routes
 * that are declared, services, codes of the catalogue, classes of SQLSTATE; never an id, an address, a tenant or a value.
 *
 * `http_request_duration_seconds` by method, route and status class; `http_requests_in_flight`;
 * `http_requests_rate_limited_total` by route and limit; `http_connections_open`; `http_connections_dropped_total` by reason;
 * `lintel_tokens_refused_total` by code; `lintel_idempotent_replays_total`; `lintel_fetch_duration_seconds` by service,
 * operation and status class; `lintel_statement_duration_seconds`, `lintel_statement_failures_total` by class, `lintel_transaction_duration_seconds`
 * by outcome, `lintel_transaction_retries_total`, `lintel_pool_wait_seconds`, `lintel_connections_opened_total`,
 * `lintel_connections_lost_total` and `lintel_database_up`, each by service; `lintel_log_sequencer`, `lintel_log_position`,
 * `lintel_log_lag_events`, `lintel_log_lag_seconds`, `lintel_log_events_total`, `lintel_log_elections_total`,
 * `lintel_log_failures_total`, `lintel_log_order_commits`, `lintel_log_order_commits_wanted`, `lintel_log_slot_bytes`,
 * `lintel_log_slot_read`, `lintel_log_slots_dropped_total`, `lintel_log_archive_failures_total` and `lintel_log_streams_lost_total`, each by service; `lintel_feed_connections`, `lintel_feed_subscriptions`,
 * `lintel_feed_connections_opened_total` by door and `lintel_feed_connections_closed_total` by door and code; those of `measureConsumers`, `measureProjections`, `measureViews` and `measureWebhooks`; `lintel_key_fetches_total`; and what prom-client knows of the process.
 */
export function measureFacts(facts: Facts, options: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const registers = [registry];

  const requests = createHistogram({
    name: "http_request_duration_seconds",
    help: "Seconds from the arrival of a request to the end of its answer.",
    labels: ["route", "method", "status"],
    bounds: durations,
  });
  const statements = createHistogram({
    name: "lintel_statement_duration_seconds",
    help: "Seconds from sending a statement to having its last row.",
    labels: ["service"],
    bounds: durations,
  });
  const transactions = createHistogram({
    name: "lintel_transaction_duration_seconds",
    help: "Seconds that a transaction took, all attempts together.",
    labels: ["service", "outcome"],
    bounds: durations,
  });
  const waits = createHistogram({
    name: "lintel_pool_wait_seconds",
    help: "Seconds that a transaction waited for a connection, where it had to.",
    labels: ["service"],
    bounds: durations,
  });
  const fetches = createHistogram({
    name: "lintel_fetch_duration_seconds",
    help: "Seconds from asking another system to the headers of its answer.",
    labels: ["service", "operation", "status"],
    bounds: durations,
  });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const rateLimited = counter("http_requests_rate_limited_total", "Requests refused by the rate limit.", [
    "route",
    "limit",
  ]);
  const refused = counter("lintel_tokens_refused_total", "Tokens refused, by code.", ["code"]);
  const replays = counter("lintel_idempotent_replays_total", "Answers that were given again.", ["route"]);
  const keyFetches = counter("lintel_key_fetches_total", "Fetches of the issuer's keys.", ["outcome"]);
  const failures = counter(
    "lintel_statement_failures_total",
    "Statements that failed, by class of SQLSTATE.",
    ["service", "class"],
  );
  const retries = counter("lintel_transaction_retries_total", "Attempts of transactions after the first.", [
    "service",
  ]);
  const opened = counter("lintel_connections_opened_total", "Connections made.", ["service", "pool"]);
  const lost = counter("lintel_connections_lost_total", "Connections that broke.", ["service", "pool"]);
  const up = new Gauge({
    name: "lintel_database_up",
    help: "Whether the service's database answers: 1 or 0.",
    labelNames: ["service"],
    registers,
  });
  const dropped = counter("http_connections_dropped_total", "Connections of clients that were closed.", [
    "reason",
  ]);
  const strays = counter("lintel_stray_errors_total", "Errors left behind by the code of the system.", [
    "kind",
  ]);
  const elections = counter("lintel_log_elections_total", "Times that this process came to give positions.", [
    "service",
  ]);
  const appended = counter("lintel_log_events_total", "Events that this process gave positions to.", [
    "service",
  ]);
  const ofLog = (name: string, help: string) => new Gauge({ name, help, labelNames: ["service"], registers });
  const leading = ofLog("lintel_log_sequencer", "Whether this process gives positions: 1 or 0.");
  const position = ofLog("lintel_log_position", "The last position that this process gave.");
  const lagEvents = ofLog("lintel_log_lag_events", "Events that are known to wait for a position.");
  const lagSeconds = ofLog(
    "lintel_log_lag_seconds",
    "Seconds that an event has waited for a position at most.",
  );
  const byCommits = ofLog(
    "lintel_log_order_commits",
    "Whether positions are in the order of commits, as this process last found it: 1 or 0.",
  );
  const orderWanted = ofLog(
    "lintel_log_order_commits_wanted",
    "Whether the environment asks for the order of commits: 1 or 0.",
  );
  const slotBytes = ofLog(
    "lintel_log_slot_bytes",
    "Bytes of the write-ahead log that the server keeps for the slot.",
  );
  const slotRead = ofLog("lintel_log_slot_read", "Whether a process reads the slot: 1 or 0.");
  const slotsDropped = counter(
    "lintel_log_slots_dropped_total",
    "Slots that this process gave up because nobody read them.",
    ["service"],
  );
  const archiveFailures = counter(
    "lintel_log_archive_failures_total",
    "Times that entries could not be written into a file.",
    ["service"],
  );
  const streamsLost = counter(
    "lintel_log_streams_lost_total",
    "Times that the write-ahead log could not be followed any more.",
    ["service"],
  );
  const logFailures = counter(
    "lintel_log_failures_total",
    "Times that the log could not be got at any more.",
    ["service"],
  );
  const ofWorker = ["service", "worker"];
  const working = new Gauge({
    name: "lintel_worker",
    help: "Whether this process works for a follower of a log: 1 or 0.",
    labelNames: ofWorker,
    registers,
  });
  const workerFailures = counter(
    "lintel_worker_failures_total",
    "Times that a follower of a log could not work any more.",
    ofWorker,
  );
  const feedsOpened = counter("lintel_feed_connections_opened_total", "Connections for feeds that came.", [
    "door",
  ]);
  const feedsClosed = counter("lintel_feed_connections_closed_total", "Connections for feeds that went.", [
    "door",
    "code",
  ]);
  const consumers = measureConsumers(registers);
  const projections = measureProjections(registers);
  const views = measureViews(registers);
  const webhooks = measureWebhooks(registers);
  const counted = (name: string, help: string, count: (() => number) | undefined) => {
    if (!count) return;
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(count());
      },
    });
  };
  counted("http_requests_in_flight", "Requests that are being worked on.", options.inFlight);
  counted("http_connections_open", "Connections that clients have open.", options.connections);
  const { feeds } = options;
  counted(
    "lintel_feed_connections",
    "Connections for feeds that are open.",
    feeds && (() => feeds.connections),
  );
  counted("lintel_feed_subscriptions", "Views of feeds that are open.", feeds && (() => feeds.subscriptions));

  const takes: Takes = {
    "request.finished": (fact) => {
      const method = methods.has(fact.method) ? fact.method : "OTHER";
      requests.observe(
        requests.series(fact.route, method, statusClass(fact.status)),
        fact.milliseconds / 1_000,
      );
    },
    "statement.finished": (fact) =>
      statements.observe(statements.series(fact.service), fact.milliseconds / 1_000),
    "statement.failed": (fact) => failures.inc({ service: fact.service, class: sqlClass(fact.sqlState) }),
    "transaction.finished": (fact) => {
      const outcome = fact.outcome === "committed" ? "committed" : "rolled_back";
      transactions.observe(transactions.series(fact.service, outcome), fact.milliseconds / 1_000);
      if (fact.attempts > 1) retries.inc({ service: fact.service }, fact.attempts - 1);
    },
    "pool.waited": (fact) => waits.observe(waits.series(fact.service), fact.milliseconds / 1_000),
    "connection.opened": (fact) => {
      opened.inc({ service: fact.service, pool: fact.pool });
      up.set({ service: fact.service }, 1);
    },
    "connection.lost": (fact) => lost.inc({ service: fact.service, pool: fact.pool }),
    "database.unavailable": (fact) => up.set({ service: fact.service }, 0),
    "database.available": (fact) => up.set({ service: fact.service }, 1),
    "log.sequencer.elected": (fact) => {
      elections.inc({ service: fact.service });
      leading.set({ service: fact.service }, 1);
      position.set({ service: fact.service }, fact.position);
    },
    "log.sequencer.lost": (fact) => leading.set({ service: fact.service }, 0),
    "log.appended": (fact) => {
      appended.inc({ service: fact.service }, fact.events);
      position.set({ service: fact.service }, fact.position);
    },
    "log.lag": (fact) => {
      lagEvents.set({ service: fact.service }, fact.events);
      lagSeconds.set({ service: fact.service }, fact.milliseconds / 1_000);
    },
    "worker.elected": ({ service, worker }) => working.set({ service, worker }, 1),
    "worker.lost": ({ service, worker }) => working.set({ service, worker }, 0),
    "worker.failed": ({ service, worker }) => workerFailures.inc({ service, worker }),
    "log.order": ({ service, order, wanted }) => {
      byCommits.set({ service }, order === "commits" ? 1 : 0);
      orderWanted.set({ service }, wanted === "commits" ? 1 : 0);
    },
    "log.stream.lost": ({ service }) => streamsLost.inc({ service }),
    "log.slot": ({ service, bytes, isRead }) => {
      slotBytes.set({ service }, bytes);
      slotRead.set({ service }, isRead ? 1 : 0);
    },
    "log.archive.failed": ({ service }) => archiveFailures.inc({ service }),
    "log.slot.dropped": ({ service }) => slotsDropped.inc({ service }),
    ...consumers.takes,
    ...projections.takes,
    ...views,
    ...webhooks.takes,
    "log.failed": (fact) => logFailures.inc({ service: fact.service }),
    "feed.connected": (fact) => feedsOpened.inc({ door: fact.door }),
    "feed.disconnected": (fact) => feedsClosed.inc({ door: fact.door, code: closeCode(fact.code) }),
    "rate.limited": (fact) => rateLimited.inc({ route: fact.route, limit: fact.limit }),
    "client.dropped": (fact) => dropped.inc({ reason: fact.reason }),
    "error.stray": (fact) => strays.inc({ kind: fact.kind }),
    "token.refused": (fact) => refused.inc({ code: fact.code }),
    "idempotency.replayed": (fact) => replays.inc({ route: fact.route }),
    "keys.fetched": () => keyFetches.inc({ outcome: "fetched" }),
    "keys.failed": () => keyFetches.inc({ outcome: "failed" }),
    "fetch.finished": (fact) => {
      const status = fact.status === 0 ? "none" : statusClass(fact.status);
      fetches.observe(fetches.series(fact.service, fact.operation, status), fact.milliseconds / 1_000);
    },
  };
  const take = (fact: Fact): void => {
    (takes[fact.fact] as ((fact: Fact) => void) | undefined)?.(fact);
  };

  const histograms = [
    requests,
    statements,
    transactions,
    waits,
    fetches,
    consumers.handling,
    webhooks.attempts,
  ];
  return {
    async metrics() {
      const others = await registry.metrics();
      return `${histograms.map((one) => one.text()).join("\n")}\n${others}`;
    },
    contentType: registry.contentType,
    stop: facts.subscribe(take),
  };
}

type Takes = { readonly [Name in FactName]?: (fact: FactOf<Name>) => void };

function statusClass(status: number): string {
  switch (Math.floor(status / 100)) {
    case 2:
      return "2xx";
    case 4:
      return "4xx";
    case 5:
      return "5xx";
    case 3:
      return "3xx";
    default:
      return "1xx";
  }
}

/** A code of the feed protocol; what a client made up counts as one. */
function closeCode(code: number): string {
  const isKnown = (code >= 1000 && code <= 1015) || (code >= 4400 && code <= 4429);
  return isKnown ? String(code) : "other";
}

/** The first two characters of a SQLSTATE, which name its class; `none` where a connection broke before one came. */
function sqlClass(sqlState: string): string {
  return /^[0-9A-Z]{5}$/.test(sqlState) ? sqlState.slice(0, 2) : "none";
}
