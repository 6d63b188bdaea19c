import { randomBytes } from "node:crypto";
import { resolve, type System, type SystemModel } from "../blueprint/index.js";
import { createFacts, type Facts } from "../facts.js";
import { createFeedHub, createFeeds, type Feeds } from "../feeds/index.js";
import { createClientAddress } from "../guards/client-address/index.js";
import { createOriginPolicy } from "../guards/cors/index.js";
import { createHttp } from "../http/index.js";
import { createRevocations, type DevelopmentIssuer } from "../identity/index.js";
import { createCommits, isOneDatabase, type Logs, startLogs, startProjections } from "../log/index.js";
import {
  createHealth,
  createShutdown,
  formatTraceparent,
  logFacts,
  measureFacts,
  passOnTracestate,
  spanWithin,
  traceOf,
} from "../operate/index.js";
import { createOperations } from "../operations/index.js";
import { planSettings, warmUp } from "../plan/index.js";
import { type Database, openDatabase } from "../postgres/index.js";
import { authenticatorOf } from "./authentication.js";
import { type Consumers, startConsumers } from "./consumers.js";
import { listen, urlOf } from "./listen.js";
import { type MetricsServer, serveMetrics } from "./metrics.js";
import { usualSockets } from "./open-files.js";
import { pagesOf } from "./pages.js";
import { projectPages } from "./project-pages.js";
import { refuseFindings } from "./refuse-findings.js";
import { requestRateOf } from "./request-rate.js";
import { type Revoked, startRevoking } from "./revoking.js";
import { resolveSettings, type Variables } from "./settings.js";
import { stopOnSignals } from "./signals.js";
import { stopListening } from "./stop-listening.js";
import { catchStrays } from "./strays.js";
import { sweepHourly } from "./sweep.js";
import { webhooksOf } from "./webhooks.js";
import { whenIdle } from "./when-idle.js";

export interface ServeOptions {
  readonly system: System;
  /** `development`, `test`, `production`, or one that the system describes. */
  readonly environment: string;
  readonly databaseUrl: string;
  /** The addresses of services that have a database of their own. */
  readonly serviceDatabaseUrls?: { readonly [service: string]: string } | undefined;
  /** `127.0.0.1` unless told. */
  readonly host?: string | undefined;
  /** 4400 unless told; 0 for any that is free. */
  readonly port?: number | undefined;
  /** 4402 unless told; false for none. */
  readonly metricsPort?: number | false | undefined;
  /** `127.0.0.1` unless told, whatever `host` is: metrics are not for everyone who may reach the API. */
  readonly metricsHost?: string | undefined;
  /** Takes the next free port, in steps of ten, where one is taken. */
  readonly moveTakenPorts?: boolean | undefined;
  /** Believes this issuer's tokens and no others: for a database on one's own machine. */
  readonly development?: DevelopmentIssuer | undefined;
  /** Signs cursors where the environment names no `secret`; made anew unless told. At least 32 characters. */
  readonly secret?: string | undefined;
  /** Where facts are reported, for subscribers beside the log and the metrics. */
  readonly facts?: Facts | undefined;
  /** `json` unless told. */
  readonly log?: "json" | "pretty" | "none" | undefined;
  /**
   * Milliseconds for which a system that stops still takes connections while `/health/ready` says 503, so that a load
   * balancer notices; 0 unless told. They are part of `timeouts.shutdown`.
   */
  readonly notice?: number | undefined;
  /** A folder whose files are served under `/pages/`, to look at while one develops; none unless told. */
  readonly pages?: string | undefined;
  /** Stops on SIGTERM and SIGINT, and ends the process then. */
  readonly signals?: boolean | undefined;
  /**
   * Reports what the system's code left behind as `error.stray`, instead of ending at once: rejections that nobody
   * caught, and exceptions, after which the system stops in order and the process ends with 1. On with `signals`.
   */
  readonly strays?: boolean | undefined;
  /** Whether it sends webhooks; true unless told. What is not sent is kept, as when every process is away. */
  readonly sendsWebhooks?: boolean | undefined;
  /** What time it is for webhooks, in milliseconds since 1970; the clock of the process unless told. */
  readonly clock?: { now(): number } | undefined;
  /** What `env(...)` in the blueprint reads; the process's environment unless told. */
  readonly variables?: Variables | undefined;
}

/** A system that serves. */
export interface Running {
  readonly url: string;
  readonly port: number;
  /** Undefined where no metrics are served. */
  readonly metricsUrl: string | undefined;
  readonly facts: Facts;
  readonly model: SystemModel;
  readonly database: Database;
  /** The ordered logs of the services that have one. */
  readonly logs: Logs;
  /** How many connections for feeds and how many views are open; undefined where no entity is a feed. */
  readonly feeds: Pick<Feeds, "connections" | "subscriptions"> | undefined;
  /**
   * Believes a token no more, or no token of a person that was issued until now, though they have not expired: here at once, and within
   * about a second in every process that shares the databases. Their feeds are closed. Kept for 30 days; who issues tokens
   * is not told. Rejects where no service has a feed, and where a database does not answer.
   */
  revoke(revoked: Revoked): Promise<void>;
  /** Stops without losing work, within `timeouts.shutdown`. Never rejects; called again, it gives the same promise. */
  stop(reason: string): Promise<void>;
}

/**
 * Starts a system in this process: checks the blueprint, reads the settings, and serves until it is told to stop. The
 * database is not waited for: as long as it does not answer, `/health/ready` and whatever needs it say 503.
 *
 * @throws StartError `BLUEPRINT_HAS_ERRORS`, `ENVIRONMENT_UNKNOWN`, `SETTINGS_INCOMPLETE`, `PORT_TAKEN` and
 * `ADDRESS_UNUSABLE`. Nothing is left open then.
 */
export async function serve(options: ServeOptions): Promise<Running> {
  const began = performance.now();
  const { system, host = "127.0.0.1", port = 4400, metricsPort = 4402, log = "json" } = options;
  const { metricsHost = "127.0.0.1", moveTakenPorts: mayMove = false } = options;
  refuseFindings(system);
  const settings = resolveSettings(system, options.environment, options.variables ?? process.env);
  const { timeouts, limits } = settings;
  const files = options.pages === undefined ? [] : await projectPages(options.pages);
  const model = resolve(system);
  const facts = options.facts ?? createFacts();
  const urls = urlsOf(model, options);
  const isForOne = options.environment === "development" || options.environment === "test";
  const given = settings.secret ?? options.secret;
  const secret = given ?? randomBytes(32);
  const webhooks = webhooksOf({
    model,
    environment: options.environment,
    secrets: given === undefined && !isForOne ? [] : [secret, ...settings.previousSecrets],
    rules: settings.webhooks,
    clock: options.clock,
    facts,
  });
  const logs = startLogs({ model, urls, facts, settings: settings.log });
  startProjections({ model, logs, urls, facts });
  const commits = hasCommits(model, urls) ? createCommits({ model, logs }) : undefined;
  const database = openDatabase({
    model,
    urls,
    facts,
    statementTimeout: timeouts.statement,
    readTimeouts: { row: timeouts.row, list: timeouts.list },
    connections: settings.connections,
    onCommitted: logs.committed,
  });
  const feeding = model.services.filter(({ entities }) => entities.some(({ feed }) => feed));
  const revocations = createRevocations();
  const revoking = startRevoking(
    database,
    feeding.map(({ name }) => name),
    revocations,
  );
  const authenticator = authenticatorOf(settings, options.development, revocations, facts, model.tenants);
  const plan = planSettings(model, { secret, limits });
  let url = "";
  const health = createHealth({ ping: () => database.ping(), isStopping: () => shutdown.stopping });
  const operations = createOperations({
    model,
    plan,
    database,
    facts,
    tracing: { spanWithin, formatTraceparent },
    own: webhooks.commands,
  });
  const feeds =
    feeding.length === 0
      ? undefined
      : createFeeds({
          hub: createFeedHub({
            ...{ model, plan, database, logs, facts },
            limits: { subscriptionsPerTenant: limits.feeds.subscriptionsPerTenant },
          }),
          identity: authenticator,
          facts,
          limits: limits.feeds,
          heartbeat: timeouts.heartbeat,
        });
  const http = createHttp({
    model,
    commits,
    plan,
    database,
    operations,
    facts,
    authenticate: authenticator.authenticate,
    believe: authenticator.believe,
    feeds,
    rateLimit: settings.rateLimit && requestRateOf(settings.rateLimit),
    clientAddress: settings.trustedProxies && createClientAddress(settings.trustedProxies),
    origins: settings.origins && createOriginPolicy(settings.origins),
    traceOf,
    formatTraceparent,
    passOnTracestate,
    bodyLimit: limits.body,
    deadline: timeouts.request,
    sockets: limits.sockets ?? usualSockets(),
    pages: [...pagesOf({ model, limits, health, url: () => url }), ...files],
  });
  const { server } = http.app;
  const unlog = log === "none" ? undefined : logFacts(facts, { pretty: log === "pretty" });
  const metrics =
    metricsPort === false
      ? undefined
      : measureFacts(facts, {
          inFlight: () => http.inFlight,
          connections: () => http.connections,
          feeds,
        });
  const unsweep = sweepHourly(
    database,
    model.services.map(({ name }) => name),
  );
  let consumers: Consumers | undefined;
  let metricsServer: MetricsServer | undefined;
  let unsignal: (() => void) | undefined;
  let unstray: (() => void) | undefined;
  const release = async (deadline: number) => {
    unsweep();
    revoking.stop();
    await feeds?.stop();
    unsignal?.();
    unstray?.();
    // Only now, when every answer has left: closing what Node calls idle cuts off answers that are still leaving.
    server.closeAllConnections();
    const closed = http.app.close();
    metricsServer?.close();
    metrics?.stop();
    const until = performance.now() + deadline;
    await Promise.all([closed, logs.stopWorkers(deadline), commits?.close()]);
    const left = () => Math.max(0, until - performance.now());
    await Promise.all([database.close(left()), consumers?.close(left())]);
    webhooks.close();
    // Nothing writes any more: what is left is given its positions.
    await logs.stop(left());
  };
  const shutdown = createShutdown(
    { facts, deadline: timeouts.shutdown, notice: options.notice },
    {
      announce() {
        http.announceStop();
        feeds?.announceStop(Math.max(options.notice ?? 0, timeouts.shutdown / 2));
      },
      settle: () => stopListening(server),
      inFlight: () => http.inFlight + http.unsent + (feeds?.connections ?? 0),
      abandon: http.abandon,
      close: release,
    },
  );

  try {
    await http.app.ready();
    const address = await listen(server, {
      host,
      port,
      mayMove,
      what: "The API",
      options: { port: "--port", host: "--host" },
    });
    url = urlOf(address);
    if (metrics !== undefined && metricsPort !== false)
      metricsServer = await serveMetrics(metrics, { host: metricsHost, port: metricsPort, mayMove });
    await Promise.all([
      authenticator.prefetch(),
      warmUp(
        model,
        whenIdle(() => http.inFlight),
      ),
    ]);
    consumers = startConsumers({
      model,
      urls,
      facts,
      logs,
      operations,
      statementTimeout: timeouts.statement,
    });
    if (options.sendsWebhooks !== false) webhooks.start(logs);
    const stop = async (reason: string) => {
      await shutdown.stop(reason);
      unlog?.();
    };
    if (options.signals) unsignal = stopOnSignals(stop);
    if (options.signals || options.strays) unstray = catchStrays(facts, stop);
    if (!options.development && !settings.authentication)
      facts.report({ fact: "authentication.absent", environment: options.environment });
    facts.report({ fact: "system.started", name: model.name, url, milliseconds: performance.now() - began });
    return {
      url,
      port: address.port,
      metricsUrl: metricsServer?.url,
      facts,
      model,
      database,
      logs,
      feeds,
      revoke: revoking.revoke,
      stop,
    };
  } catch (error) {
    await release(0);
    unlog?.();
    throw error;
  }
}

/** Whether what is committed is named for readers of projections: where there are some, in one database with all that is written. */
function hasCommits(model: SystemModel, urls: { readonly [service: string]: string }): boolean {
  const [first, ...others] = Object.values(urls);
  return (
    model.services.some(({ entities }) => entities.some(({ projection }) => projection)) &&
    others.every((url) => isOneDatabase(first, url))
  );
}

function urlsOf(model: SystemModel, options: ServeOptions): { readonly [service: string]: string } {
  return Object.fromEntries(
    model.services.map(({ name }) => [name, options.serviceDatabaseUrls?.[name] ?? options.databaseUrl]),
  );
}
