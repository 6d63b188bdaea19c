import { createAuthenticator, createDevelopmentIssuer, issueToken, hashPassword, verifyPassword } from "/work/main/packages/runtime/src/identity/index.js";
import { createRateLimit, rateLimitHeaders, callerKey } from "/work/main/packages/runtime/src/guards/rate-limit/index.js";
import { parseTraceparent, traceOf, createTrace, formatTraceparent, measureFacts, logFacts, randomHex } from "/work/main/packages/runtime/src/operate/index.js";
import { createOriginPolicy } from "/work/main/packages/runtime/src/guards/cors/index.js";
import { fingerprint, parseIdempotencyKey } from "/work/main/packages/runtime/src/guards/idempotency/index.js";
import { createFacts } from "/work/main/packages/runtime/src/facts.js";
import { writeFileSync, openSync } from "node:fs";
import { destination } from "pino";
function time(name: string, n: number, f: (i: number) => unknown) {
  let best = Infinity;
  for (let r = 0; r < 8; r++) { const t = process.cpuUsage().user; for (let i = 0; i < n; i++) f(i); best = Math.min(best, (process.cpuUsage().user - t) * 1e3 / n); }
  console.log(name.padEnd(40), best.toFixed(0), "ns");
}
const iss = createDevelopmentIssuer(); const facts = createFacts();
const a = createAuthenticator({ issuer: iss.issuer, audience: iss.audience, keys: { set: iss.set }, facts });
const tokens = await Promise.all(Array.from({ length: 500 }, (_, n) => issueToken(iss, { subject: "u" + n, roles: ["a"] }).then(t => "Bearer " + t)));
let t = process.hrtime.bigint(); for (const x of tokens) await a.authenticate(x);
console.log("authenticate first us", Number(process.hrtime.bigint() - t) / 500 / 1e3, "chars", tokens[0]!.length);
const bufs = tokens.map(x => Buffer.from(x));
time("authenticate remembered (same string)", 1e6, i => a.authenticate(tokens[i % 500]));
const base = time("  making the string from bytes", 3e5, i => bufs[i % 500]!.latin1Slice());
time("authenticate remembered (fresh string)", 3e5, i => a.authenticate(bufs[i % 500]!.latin1Slice()));
const rl = createRateLimit({ requests: 600, windowMs: 60000 });
const keys = Array.from({ length: 1000 }, (_, n) => "actor u" + n);
time("take(1000 callers)", 1e6, i => rl.take(keys[i % 1000]!));
time("take + headers", 1e6, i => rateLimitHeaders(rl, rl.take(keys[i % 1000]!)));
time("callerKey v4", 1e6, () => callerKey("", "192.0.2.1")); time("callerKey v6", 3e5, () => callerKey("", "2001:db8:1:2:3:4:5:6"));
const tp = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
time("parseTraceparent", 1e6, () => parseTraceparent(tp)); time("traceOf(valid)", 1e6, () => traceOf(tp)); time("createTrace", 1e6, () => createTrace());
const tr = createTrace(); time("formatTraceparent", 1e6, () => formatTraceparent(tr)); time("randomHex(8)", 1e6, () => randomHex(8));
const o = createOriginPolicy(["https://shop.example"]); time("origin answer", 1e6, () => o.answer("https://shop.example"));
const body = Buffer.alloc(500, 97); time("fingerprint 500 B", 2e5, () => fingerprint("POST", "/v1/orders", body)); time("parseIdempotencyKey", 5e5, () => parseIdempotencyKey("8e03978e-40d5-43dd-bc93-6894a57f9324"));
const f = { fact: "request.finished" as const, requestId: "018f", trace: tr, method: "GET", route: "/v1/products/{id}", status: 200, milliseconds: 3.2, bytes: 400, actor: "u1" };
const m = measureFacts(facts); time("measure request.finished", 1e6, () => facts.report(f)); m.stop();
const stop = logFacts(facts, { destination: { write() {} } }); time("log request.finished (to nowhere)", 3e5, () => facts.report(f)); stop();
const stop2 = logFacts(facts, { destination: destination({ dest: "/dev/null", sync: false }) }); time("log request.finished (/dev/null)", 2e5, () => facts.report(f)); stop2();
const h = await hashPassword("correct horse"); t = process.hrtime.bigint(); for (let i = 0; i < 20; i++) await verifyPassword(h, "correct horse"); console.log("verifyPassword ms", Number(process.hrtime.bigint() - t) / 2e7);
