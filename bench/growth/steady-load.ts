import { Agent, request } from "node:http";
import type { Ask } from "../workloads/index.js";

/** A load that stays below what a server can do, so that latencies are those of its work and not of a queue. */
export interface SteadyLoad {
  readonly url: string;
  readonly asks: readonly Ask[];
  readonly tokens: readonly string[];
  /** Requests a second, sent at equal distances whether or not answers have come. */
  readonly rate: number;
  readonly seconds: number;
  /** Counts the answers 503, by which a server says that it would take too long, instead of throwing. */
  readonly mayBeTooMuch: boolean;
}

/** What a load was answered. */
export interface Answered {
  /** Of each request, from the moment at which it was due, so that one that had to wait for those before it counts as slow. */
  readonly milliseconds: number[];
  /** How many were too much for the server. */
  readonly tooMuch: number;
}

/** Sends requests at equal distances, whatever becomes of them. Throws if any answer was not a good one. */
export async function loadSteadily({
  url,
  asks,
  tokens,
  rate,
  seconds,
  mayBeTooMuch,
}: SteadyLoad): Promise<Answered> {
  let tooMuch = 0;
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const begin = performance.now();
  const due = (at: number) => begin + (at * 1_000) / rate;
  try {
    const milliseconds = await Promise.all(
      Array.from({ length: rate * seconds }, async (_, at) => {
        await until(due(at));
        const status = await send(
          agent,
          url,
          asks[at % asks.length] as Ask,
          tokens[at % tokens.length] ?? "",
        );
        if (status === 503 && mayBeTooMuch) tooMuch += 1;
        else if (status !== 200) throw new Error(`gave ${status} to request ${at}, expected 200.`);
        return performance.now() - due(at);
      }),
    );
    return { milliseconds, tooMuch };
  } finally {
    agent.destroy();
  }
}

function until(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));
}

function send(agent: Agent, url: string, { method, path, body }: Ask, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, url),
      { agent, method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", reject);
      },
    );
    sent.once("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
