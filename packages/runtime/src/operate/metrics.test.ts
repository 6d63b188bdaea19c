import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createFacts, type Fact } from "../facts.js";
import { createHistogram } from "./histogram.js";
import { type MetricsOptions, measureFacts } from "./index.js";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function given(options: MetricsOptions = {}) {
  const facts = createFacts();
  const metrics = measureFacts(facts, options);
  stops.push(metrics.stop);
  return { facts, metrics, read: async () => (await metrics.metrics()).split("\n") };
}

const trace = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", sampled: true };
const finished: Fact = {
  fact: "request.finished",
  requestId: "r1",
  trace,
  method: "GET",
  route: "/v1/products/{id}",
  status: 200,
  milliseconds: 3,
  bytes: 1_234,
  actor: "ada",
};

describe("the metrics", () => {
  it("hold how long requests took, by route, method and class of status", async () => {
    const { facts, read } = given();
    facts.report({ ...finished, milliseconds: 3.90625 });
    facts.report({ ...finished, milliseconds: 62.5 });
    facts.report({ ...finished, status: 503, method: "PROPFIND" });
    const lines = await read();
    const labels = 'route="/v1/products/{id}",method="GET",status="2xx"';
    expect(lines).toContain(`http_request_duration_seconds_bucket{${labels},le="0.0025"} 0`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{${labels},le="0.005"} 1`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{${labels},le="+Inf"} 2`);
    expect(lines).toContain(`http_request_duration_seconds_sum{${labels}} 0.06640625`);
    expect(lines).toContain(`http_request_duration_seconds_count{${labels}} 2`);
    expect(lines).toContain(
      'http_request_duration_seconds_count{route="/v1/products/{id}",method="OTHER",status="5xx"} 1',
    );
  });

  it("hold what the database does", async () => {
    const { facts, read } = given();
    const service = "catalog";
    facts.report({ fact: "connection.opened", service, pool: "reads" });
    facts.report({
      fact: "transaction.finished",
      service,
      outcome: "rolled back",
      milliseconds: 2,
      attempts: 3,
    });
    facts.report({ fact: "statement.finished", service, statement: "s", milliseconds: 2, rows: 1 });
    facts.report({
      fact: "statement.failed",
      service,
      statement: "s",
      sqlState: "23505",
      error: new Error(),
    });
    facts.report({
      fact: "statement.failed",
      service,
      statement: "s",
      sqlState: "ECONNRESET",
      error: new Error(),
    });
    facts.report({ fact: "pool.waited", service, milliseconds: 8 });
    expect(await read()).toEqual(
      expect.arrayContaining([
        'lintel_connections_opened_total{service="catalog",pool="reads"} 1',
        'lintel_transaction_duration_seconds_count{service="catalog",outcome="rolled_back"} 1',
        'lintel_transaction_retries_total{service="catalog"} 2',
        'lintel_statement_duration_seconds_count{service="catalog"} 1',
        'lintel_statement_failures_total{service="catalog",class="23"} 1',
        'lintel_statement_failures_total{service="catalog",class="none"} 1',
        'lintel_pool_wait_seconds_bucket{service="catalog",le="0.01"} 1',
        'lintel_database_up{service="catalog"} 1',
      ]),
    );
    facts.report({ fact: "database.unavailable", service, error: new Error() });
    facts.report({ fact: "connection.lost", service, pool: "reads", error: new Error() });
    expect(await read()).toContain('lintel_database_up{service="catalog"} 0');
    facts.report({ fact: "database.available", service, milliseconds: 5 });
    expect(await read()).toContain('lintel_database_up{service="catalog"} 1');
  });

  it("hold what was refused, replayed and fetched, and what is in flight", async () => {
    let inFlight = 3;
    const { facts, read } = given({ inFlight: () => inFlight });
    facts.report({ fact: "rate.limited", requestId: "r", route: "/v1/x", limit: "caller" });
    facts.report({ fact: "rate.limited", requestId: "r", route: "/v1/x", limit: "tenant", tenant: "t1" });
    facts.report({ fact: "rate.limited", requestId: "r", route: "/v1/x", limit: "tenant", tenant: "t2" });
    facts.report({ fact: "token.refused", requestId: "r", code: "TOKEN_EXPIRED", reason: "x" });
    facts.report({ fact: "idempotency.replayed", requestId: "r", route: "/v1/x" });
    facts.report({ fact: "keys.fetched", url: "https://k.example", keys: 1 });
    facts.report({ fact: "keys.failed", url: "https://k.example", error: new Error() });
    expect(await read()).toEqual(
      expect.arrayContaining([
        'http_requests_rate_limited_total{route="/v1/x",limit="caller"} 1',
        'http_requests_rate_limited_total{route="/v1/x",limit="tenant"} 2',
        'lintel_tokens_refused_total{code="TOKEN_EXPIRED"} 1',
        'lintel_idempotent_replays_total{route="/v1/x"} 1',
        'lintel_key_fetches_total{outcome="fetched"} 1',
        'lintel_key_fetches_total{outcome="failed"} 1',
        "http_requests_in_flight 3",
      ]),
    );
    inFlight = 0;
    expect(await read()).toContain("http_requests_in_flight 0");
  });

  it("are in Prometheus's format, each declared once, named by its conventions", async () => {
    const { facts, metrics } = given({ inFlight: () => 0 });
    facts.report(finished);
    const text = await metrics.metrics();
    expect(metrics.contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
    const types = new Map<string, string>();
    for (const line of text.split("\n")) {
      const declared = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line);
      if (declared) {
        expect(types.has(declared[1] ?? "")).toBe(false);
        types.set(declared[1] ?? "", declared[2] ?? "");
      } else if (line !== "" && !line.startsWith("# HELP ")) {
        expect(line).toMatch(
          /^[a-z_:][a-z0-9_:]*(\{([a-z_]+="([^"\\\n]|\\["\\n])*",?)+\})? ([-+.0-9e]+|nan)$/i,
        );
      }
    }
    for (const [name, type] of types) {
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      if (type === "histogram") expect(name).toMatch(/_seconds$/);
    }
    expect(types.get("process_cpu_seconds_total")).toBe("counter");
  });

  it("of two systems in one process are apart, and end when told to", async () => {
    const [one, two] = [given(), given()];
    one.facts.report(finished);
    const count = (lines: string[]) =>
      lines.filter((line) => line.startsWith("http_request_duration_seconds_count"));
    expect(count(await one.read())).toHaveLength(1);
    expect(count(await two.read())).toHaveLength(0);
    one.metrics.stop();
    expect(one.facts.heard).toBe(false);
  });
});

describe("a histogram", () => {
  const bounds = [0.1, 1];
  it("counts every value once, and in each bucket what is not above its bound", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { maxLength: 50 }), (values) => {
        const histogram = createHistogram({ name: "a_seconds", help: "x", labels: ["l"], bounds });
        const series = histogram.series("v");
        for (const value of values) histogram.observe(series, value);
        const lines = histogram.text().split("\n");
        for (const bound of bounds) {
          const below = values.filter((value) => value <= bound).length;
          expect(lines).toContain(`a_seconds_bucket{l="v",le="${bound}"} ${below}`);
        }
        expect(lines).toContain(`a_seconds_bucket{l="v",le="+Inf"} ${values.length}`);
        expect(lines).toContain(`a_seconds_count{l="v"} ${values.length}`);
      }),
    );
  });

  it("has no more series than it may, however many values its labels take", () => {
    const histogram = createHistogram({ name: "a", help: "x", labels: ["l", "m"], bounds, mostSeries: 3 });
    for (let n = 0; n < 1_000; n += 1) histogram.observe(histogram.series(`v${n}`, `w${n}`), 1);
    const counts = histogram.text().match(/^a_count.*$/gm);
    expect(counts).toEqual([
      'a_count{l="v0",m="w0"} 1',
      'a_count{l="v1",m="w1"} 1',
      'a_count{l="v2",m="w2"} 1',
      'a_count{l="other",m="other"} 997',
    ]);
  });

  it("escapes the values of its labels", () => {
    const histogram = createHistogram({ name: "a", help: "x", labels: ["l"], bounds });
    histogram.series('a"b\\c\nd');
    expect(histogram.text()).toContain('a_count{l="a\\"b\\\\c\\nd"} 0');
  });
});
