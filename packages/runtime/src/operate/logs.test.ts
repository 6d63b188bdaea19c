import fc from "fast-check";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { failure } from "../errors.js";
import { createFacts, type Fact } from "../facts.js";
import { type LogOptions, logFacts } from "./index.js";
import { fieldsOf } from "./log-line.js";
import { requestLine } from "./request-line.js";

const trace = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", sampled: true };
const finished: Fact = {
  fact: "request.finished",
  requestId: "r1",
  trace,
  method: "GET",
  route: "/v1/products/{id}",
  status: 200,
  milliseconds: 3.20456,
  bytes: 1_234,
  actor: "ada",
};

function given(options: LogOptions = {}) {
  const lines: string[] = [];
  const facts = createFacts();
  const stop = logFacts(facts, { destination: { write: (line) => void lines.push(line) }, ...options });
  return { facts, stop, lines, records: () => lines.map((line) => JSON.parse(line)) };
}

/** Text as it may come with a request, beside what needs care in JSON. */
const anything = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom('"', "\\", "\n", "\u2028", "\ud800", ""),
);

it("a request's line is the one that pino would write", () => {
  fc.assert(
    fc.property(
      fc.record({
        fact: fc.constant("request.finished" as const),
        requestId: anything,
        trace: fc.constantFrom(trace, { ...trace, parentId: "00f067aa0ba902b8" }),
        method: anything,
        route: anything,
        status: fc.integer({ min: 100, max: 599 }),
        milliseconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
        bytes: fc.nat(),
        actor: anything,
        code: fc.option(anything, { nil: undefined }),
      }),
      fc.boolean(),
      (fact, withActor) => {
        const lines: string[] = [];
        const logger = pino(
          {
            base: null,
            timestamp: () => ',"time":"2030-01-01T00:00:00.000Z"',
            formatters: { level: (level) => ({ level }) },
          },
          { write: (line) => void lines.push(line) },
        );
        logger.info(fieldsOf(fact, withActor), fact.fact);
        const own = requestLine(fact, "info", Date.UTC(2030, 0, 1), withActor);
        expect(own.indexOf("\n")).toBe(own.length - 1);
        expect(JSON.parse(own)).toEqual(JSON.parse(lines[0] ?? ""));
      },
    ),
  );
});

describe("the log", () => {
  it("has a JSON line for each request", () => {
    const { facts, records } = given();
    facts.report(finished);
    expect(records()).toEqual([
      {
        level: "info",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        requestId: "r1",
        traceId: trace.traceId,
        spanId: trace.spanId,
        method: "GET",
        route: "/v1/products/{id}",
        status: 200,
        milliseconds: 3.2,
        bytes: 1_234,
        actor: "ada",
        msg: "request.finished",
      },
    ]);
  });

  it("says what went wrong here louder than what a caller did wrong", () => {
    const { facts, records } = given();
    for (const status of [200, 404, 429, 500, 503]) facts.report({ ...finished, status });
    expect(records().map((one) => one.level)).toEqual(["info", "info", "info", "error", "error"]);
  });

  it("leaves out what is below its level, and everything when silent", () => {
    const quiet = given({ level: "error" });
    quiet.facts.report(finished);
    quiet.facts.report({ ...finished, status: 500 });
    expect(quiet.lines).toHaveLength(1);
    const silent = given({ level: "silent" });
    silent.facts.report({ ...finished, status: 500 });
    expect(silent.lines).toHaveLength(0);
  });

  it("leaves out who asked when told to", () => {
    const { facts, lines } = given({ actor: false });
    facts.report(finished);
    expect(lines.join()).not.toContain("ada");
  });

  it("ends when told to", () => {
    const { facts, lines, stop } = given();
    stop();
    facts.report(finished);
    expect(lines).toHaveLength(0);
    expect(facts.heard).toBe(false);
  });

  const secret = "ada@example.com";
  const postgres = (code: string, message: string) =>
    Object.assign(new Error(message), {
      code,
      detail: `Key (email)=(${secret}) already exists.`,
      where: `unnamed portal parameter $1 = '${secret}'`,
      parameters: [secret],
      constraint: "users_email_key",
      table: "users",
    });
  const leaks: [string, unknown][] = [
    [
      "PostgreSQL's detail",
      postgres("23505", 'duplicate key value violates unique constraint "users_email_key"'),
    ],
    [
      "a value that PostgreSQL could not read",
      postgres("22P02", `invalid input syntax for type uuid: "${secret}"`),
    ],
    ["a number out of range", postgres("22003", `value "${secret}" is out of range for type integer`)],
    [
      "what a parser quotes",
      (() => {
        try {
          return JSON.parse(`{"email":\n${secret}`);
        } catch (error) {
          return error;
        }
      })(),
    ],
    ["the detail of a failure", failure("INTERNAL", `The value ${secret} is not expected.`)],
    ["what led to a failure", failure("INTERNAL", "x", { cause: postgres("22P02", `bad: ${secret}`) })],
    [
      "headers on an error",
      Object.assign(new Error("no"), { request: { headers: { authorization: secret } } }),
    ],
    ["something thrown that is no error", { email: secret }],
    ["text that was thrown", secret],
  ];
  it.each(leaks)("never holds %s", (_, error) => {
    for (const pretty of [false, true]) {
      const { facts, lines } = given({ pretty, level: "trace" });
      facts.report({ fact: "request.failed", requestId: "r1", trace, route: "/v1/users", error });
      facts.report({
        fact: "statement.failed",
        service: "users",
        statement: "insert",
        sqlState: "23505",
        error,
      });
      expect(lines).toHaveLength(2);
      expect(lines.join("")).not.toContain(secret);
    }
  });

  it("does say where an error came from, and which constraint it was", () => {
    const { facts, records } = given();
    const error = failure("INTERNAL", "x", { cause: postgres("23505", "duplicate key value") });
    facts.report({ fact: "request.failed", requestId: "r1", trace, route: "/v1/users", error });
    expect(records()[0]).toMatchObject({
      level: "error",
      error: {
        type: "LintelError",
        code: "INTERNAL",
        stack: expect.stringContaining("logs.test.ts"),
        cause: {
          code: "23505",
          constraint: "users_email_key",
          table: "users",
          message: "duplicate key value",
        },
      },
    });
  });

  it("does not hold the user name and password of an address", () => {
    const { facts, lines } = given();
    facts.report({ fact: "keys.fetched", url: "https://me:hunter2@keys.example/jwks?token=abc", keys: 1 });
    expect(lines.join()).toContain("https://keys.example/jwks");
    expect(lines.join()).not.toMatch(/hunter2|abc/);
  });
});

describe("the log for a person", () => {
  it("has one short line for each request", () => {
    const { facts, lines } = given({ pretty: true, colours: false });
    facts.report(finished);
    facts.report({ ...finished, status: 404, code: "PRODUCT_NOT_FOUND", bytes: 90, actor: "" });
    expect(lines).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d GET \/v1\/products\/\{id\} 200 3\.2 ms 1\.2 kB ada\n$/),
      expect.stringMatching(
        /^\d\d:\d\d:\d\d GET \/v1\/products\/\{id\} 404 3\.2 ms 90 B PRODUCT_NOT_FOUND\n$/,
      ),
    ]);
  });

  it("has colours when told to", () => {
    const { facts, lines } = given({ pretty: true, colours: true });
    facts.report(finished);
    expect(lines[0]).toContain("\u001b[32m200\u001b[39m");
  });

  it("has the frames of an error below it", () => {
    const { facts, lines } = given({ pretty: true, colours: false });
    facts.report({
      fact: "request.failed",
      requestId: "r1",
      trace,
      route: "/v1/x",
      error: new Error("broken"),
    });
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d request\.failed requestId=r1 route=\/v1\/x\n {2}Error broken\n {4}at /,
    );
  });

  it("lets nobody steer the terminal", () => {
    const { facts, lines } = given({ pretty: true, colours: false });
    const error = new Error("\u001b]0;owned\u0007");
    facts.report({ fact: "request.failed", requestId: "\u001b[2J", trace, route: "/v1/x", error });
    for (const control of ["\u0007", "\u001b"]) expect(lines.join("")).not.toContain(control);
  });
});
