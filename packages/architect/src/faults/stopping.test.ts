import { Agent } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { compareKept, whole } from "./kept.js";
import { ask, type Outcome, startLoad, tally } from "./load.js";
import { openSite, type Site } from "./served.js";
import { pause, until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.remove());

/** Reads under load on connections that are kept, each anew when it is closed. */
function startReading(url: string, clients: number) {
  const agent = new Agent({ keepAlive: true });
  const outcomes: Outcome[] = [];
  let stopping = false;
  const client = async () => {
    while (!stopping) {
      const outcome = await ask({ url, path: "/v1/orders?page[size]=5", agent });
      outcomes.push(outcome);
      if (outcome.status === 0) await pause(20);
    }
  };
  const working = Array.from({ length: clients }, client);
  return {
    outcomes,
    async stop() {
      stopping = true;
      await Promise.all(working);
      agent.destroy();
    },
  };
}

/** Nobody listened, so that nothing was sent. */
const refused = ({ status, code }: Outcome) => status === 0 && code === "ECONNREFUSED";
/** A kept connection was closed while the request was on its way: RFC 9112, 9.3.1 lets it be sent again. */
const raced = ({ status, code, reused, began }: Outcome) =>
  status === 0 && reused && !began && (code === "ECONNRESET" || code === "EPIPE");
const answered = ({ status }: Outcome) => status >= 200 && status < 300;

it("told to stop under load, ends every request that it took, and the next process goes on", async () => {
  const first = await site.start();
  const { port, url } = first;
  const load = startLoad({ url, token: site.token, clients: 8 });
  const reading = startReading(url, 16);
  await until("it is under load", () => load.acknowledged.size > 50 && reading.outcomes.length > 300);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(first.log.find(({ msg }) => msg === "system.stopped")).toMatchObject({ abandoned: 0 });
  await site.start({ port });
  const acknowledged = load.acknowledged.size;
  await until("the next process takes writes", () => load.acknowledged.size > acknowledged + 50);
  await Promise.all([load.stop(), reading.stop()]);

  const all = [...load.outcomes, ...reading.outcomes];
  const broken = all.filter((one) => !answered(one) && !refused(one) && !raced(one));
  expect(tally(broken)).toEqual({});
  expect(all.filter(raced).length).toBeLessThanOrEqual(24);
  expect(all.filter(({ connection }) => connection === "close").length).toBeGreaterThan(0);
  expect(await compareKept(site.postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
});

it("sends the rest of an answer to whoever reads it slowly, before it ends", async () => {
  const served = await site.start();
  await site.postgres.sql(
    "insert into orders.notes (id, words) select gen_random_uuid(), repeat('long ', 190000) from generate_series(1, 20)",
  );
  const socket = connect(served.port, "127.0.0.1");
  let received = 0;
  let head = "";
  let closed = false;
  socket.on("data", (chunk) => {
    head ||= chunk.toString("latin1", 0, 2_000);
    received += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), 2);
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    closed = true;
  });
  socket.write("GET /v1/notes?page[size]=20 HTTP/1.1\r\nhost: x\r\n\r\n");
  await until("the answer has begun", () => received > 0);
  served.child.kill("SIGTERM");
  await until("the connection is closed", () => closed);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  expect(length).toBeGreaterThan(18_000_000);
  expect(received).toBe(head.indexOf("\r\n\r\n") + 4 + length);
  expect(await served.ended).toBe(0);
});

it("killed under load, costs no acknowledged write, and doubles none", async () => {
  const first = await site.start();
  const load = startLoad({ url: first.url, token: site.token, clients: 16 });
  await until("writes are acknowledged", () => load.acknowledged.size > 50);
  first.child.kill("SIGKILL");
  await first.ended;
  await site.start({ port: first.port });
  const acknowledged = load.acknowledged.size;
  await until("the next process takes writes", () => load.acknowledged.size > acknowledged + 50);
  await load.stop();
  expect(await compareKept(site.postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
});
