import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createFacts, type FactName, type FactOf } from "../../packages/runtime/src/facts.js";
import { measureFacts } from "../../packages/runtime/src/operate/index.js";
import { fieldsOf, levelOf } from "../../packages/runtime/src/operate/log-line.js";

const page = readFileSync(new URL("../reference/facts.md", import.meta.url), "utf8");

const error = new Error("example");
const requestId = "1";
const route = "/v1/products";
const trace = { traceId: "a".repeat(32), spanId: "b".repeat(16), parentId: "c".repeat(16), sampled: true };
const service = "catalog";
const milliseconds = 1;
const consuming = { service, consumer: "invoices", subject: "orderPlaced", position: 7 };
/** One of each. */
const samples: { readonly [Name in FactName]: FactOf<Name> } = {
  "system.started": { fact: "system.started", name: "shop", url: "http://localhost", milliseconds },
  "authentication.absent": { fact: "authentication.absent", environment: "production" },
  "system.stopping": { fact: "system.stopping", reason: "SIGTERM", inFlight: 0 },
  "system.stopped": { fact: "system.stopped", milliseconds, abandoned: 0 },
  "request.finished": {
    fact: "request.finished",
    requestId,
    trace,
    method: "GET",
    route,
    status: 404,
    milliseconds,
    bytes: 0,
    actor: "ada",
    code: "PRODUCT_NOT_FOUND",
  },
  "client.dropped": { fact: "client.dropped", reason: "unread" },
  "error.stray": { fact: "error.stray", kind: "rejection", error },
  "request.failed": { fact: "request.failed", requestId, trace, route, error },
  "token.refused": { fact: "token.refused", requestId, code: "TOKEN_INVALID", reason: "" },
  "rate.limited": { fact: "rate.limited", requestId, route, limit: "tenant", tenant: "t" },
  "idempotency.replayed": { fact: "idempotency.replayed", requestId, route },
  "keys.fetched": { fact: "keys.fetched", url: "https://id.example/keys", keys: 1 },
  "keys.failed": { fact: "keys.failed", url: "https://id.example/keys", error },
  "fetch.finished": {
    fact: "fetch.finished",
    requestId,
    trace,
    service,
    operation: "convert",
    method: "GET",
    origin: "https://rates.example",
    status: 200,
    milliseconds,
  },
  "statement.finished": {
    fact: "statement.finished",
    service,
    statement: "product.list",
    milliseconds,
    rows: 1,
  },
  "statement.failed": {
    fact: "statement.failed",
    service,
    statement: "product.list",
    sqlState: "57014",
    error,
  },
  "transaction.finished": {
    fact: "transaction.finished",
    service,
    outcome: "committed",
    milliseconds,
    attempts: 1,
  },
  "connection.opened": { fact: "connection.opened", service, pool: "reads" },
  "connection.lost": { fact: "connection.lost", service, pool: "reads", error },
  "pool.waited": { fact: "pool.waited", service, milliseconds },
  "database.unavailable": { fact: "database.unavailable", service, error },
  "database.available": { fact: "database.available", service, milliseconds },
  "feed.connected": { fact: "feed.connected", requestId, door: "sse" },
  "feed.disconnected": {
    fact: "feed.disconnected",
    requestId,
    door: "websocket",
    code: 4401,
    reason: "TOKEN_EXPIRED",
    milliseconds,
  },
  "feed.aborted": { fact: "feed.aborted", requestId, error },
  "log.sequencer.elected": {
    fact: "log.sequencer.elected",
    service,
    epoch: "e",
    generation: "2",
    position: 7,
  },
  "log.sequencer.lost": { fact: "log.sequencer.lost", service, generation: "2", reason: "failed", error },
  "worker.elected": {
    fact: "worker.elected",
    service,
    worker: "consumer invoices",
    generation: "2",
    epoch: "e",
    position: 7,
  },
  "worker.lost": {
    fact: "worker.lost",
    service,
    worker: "consumer invoices",
    generation: "2",
    reason: "ended",
    error,
  },
  "worker.failed": { fact: "worker.failed", service, worker: "consumer invoices", error },
  "consumer.handled": { ...consuming, fact: "consumer.handled", milliseconds },
  "consumer.failed": { ...consuming, fact: "consumer.failed", attempts: 1, wait: 200, error },
  "consumer.dead": { ...consuming, fact: "consumer.dead", attempts: 8, error },
  "consumer.halted": { fact: "consumer.halted", service, consumer: "invoices", reason: "position", error },
  "consumer.lag": {
    fact: "consumer.lag",
    service,
    consumer: "invoices",
    events: 0,
    milliseconds,
    retrying: 0,
    dead: 0,
    parked: 0,
    isHalted: false,
  },
  "projection.began": {
    fact: "projection.began",
    service,
    projection: "sale",
    build: 2,
    version: 1,
    position: 1,
  },
  "projection.live": {
    fact: "projection.live",
    service,
    projection: "sale",
    build: 2,
    version: 1,
    position: 9,
  },
  "projection.advanced": {
    fact: "projection.advanced",
    service,
    projection: "sale",
    build: 2,
    isLive: true,
    position: 9,
    entries: 3,
    rows: 2,
    lag: milliseconds,
  },
  "projection.failed": {
    fact: "projection.failed",
    service,
    projection: "sale",
    build: 2,
    position: 10,
    subject: "sold",
    error,
  },
  "log.appended": { fact: "log.appended", service, position: 9, transactions: 1, events: 2, milliseconds },
  "webhook.attempted": {
    fact: "webhook.attempted",
    service,
    endpoint: "0195d1a0-0000-7000-8000-00000000000a",
    message: "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e:17",
    event: "productSold",
    attempt: 1,
    outcome: "delivered",
    status: 204,
    code: "TIMEOUT",
    milliseconds,
  },
  "webhook.disabled": {
    fact: "webhook.disabled",
    service,
    endpoint: "0195d1a0-0000-7000-8000-00000000000a",
    reason: "gone",
    failingSince: "2026-01-01T00:00:00Z",
  },
  "webhook.lost": {
    fact: "webhook.lost",
    service,
    endpoint: "0195d1a0-0000-7000-8000-00000000000a",
    entries: 5,
  },
  "webhook.lag": { fact: "webhook.lag", service, endpoints: 3, failing: 1, entries: 5 },
  "log.lag": { fact: "log.lag", service, events: 0, milliseconds },
  "log.emptied": { fact: "log.emptied", service, slot: 3, firstKept: 100, bytes: 1_000 },
  "feed.opened": { fact: "feed.opened", service, entity: "product", from: "snapshot" },
  "feed.live": { fact: "feed.live", service, entity: "product", milliseconds },
  "feed.behind": { fact: "feed.behind", service, entity: "product", reason: "slow" },
  "feed.closed": {
    fact: "feed.closed",
    service,
    entity: "product",
    reason: "reset",
    code: "LOG_POSITION_GONE",
  },
  "feed.broken": { fact: "feed.broken", service, entity: "product", error },
  "feed.flow": {
    fact: "feed.flow",
    service,
    subscriptions: 2,
    live: 1,
    messages: 3,
    changes: 4,
    milliseconds,
  },
  "log.failed": { fact: "log.failed", service, error },
  "log.order": { fact: "log.order", service, order: "commits", wanted: "commits" },
  "log.stream.lost": { fact: "log.stream.lost", service, error },
  "log.epoch.changed": { fact: "log.epoch.changed", service, reason: "another server" },
  "log.slot": { fact: "log.slot", service, bytes: 1_000, isRead: true, state: "reserved" },
  "log.archived": { fact: "log.archived", service, from: 1, to: 9, bytes: 1_000 },
  "log.archive.failed": { fact: "log.archive.failed", service, error },
  "log.slot.dropped": { fact: "log.slot.dropped", service, slot: "lintel_5_shop", bytes: 1_000 },
};

it("looks at every fact that there is", () => {
  const source = readFileSync(new URL("../../packages/runtime/src/facts.ts", import.meta.url), "utf8");
  const declared = [...source.matchAll(/readonly fact: "([^"]+)"/g)].map(([, name]) => name);
  expect(Object.keys(samples).sort()).toEqual(declared.sort());
});

function namesIn(cell = ""): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");
}

it("the reference has every fact with its level and log fields, and no other", () => {
  const documented = [...page.matchAll(/^\| `([a-z]+(?:\.[a-z]+)+)` \| (\w+) \| (.+?) \|/gm)].map(
    ([, fact, level, fields]) => [fact, [level, namesIn(fields)]],
  );
  const real = Object.values(samples).map((fact) => [
    fact.fact,
    [levelOf(fact), Object.keys(fieldsOf(fact, true))],
  ]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(real));
});

it("the reference has every metric with its kind, and no other", async () => {
  const facts = createFacts();
  const metrics = measureFacts(facts, {
    inFlight: () => 0,
    connections: () => 0,
    feeds: { connections: 0, subscriptions: 0 },
  });
  const text = await metrics.metrics();
  metrics.stop();
  const real = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)]
    .map(([, name, kind]) => [name, kind])
    .filter(([name]) => !/^(process|nodejs)_/.test(name ?? ""));
  const documented = [...page.matchAll(/^\| `(\w+)` \| (counter|gauge|histogram) \|/gm)].map(
    ([, name, kind]) => [name, kind],
  );
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(real));
});

it("the rules for alerts ask for metrics that there are", () => {
  const rules = readFileSync(new URL("../reference/log-alerts.yml", import.meta.url), "utf8");
  const asked = new Set([...rules.matchAll(/\blintel_\w+/g)].map(([name]) => name));
  const documented = [...page.matchAll(/^\| `(lintel_\w+)` \|/gm)].map(([, name]) => name);
  expect(asked.size).toBeGreaterThan(5);
  expect([...asked].filter((name) => !documented.includes(name))).toEqual([]);
});
