/** Clients that write under load, and count honestly what they were told. */
import { randomBytes, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { pause } from "./until.js";

/** One answer, or what came in its place. */
export interface Outcome {
  /** 0 where no answer came. */
  readonly status: number;
  /** The problem's code, or the error of the socket. */
  readonly code: string;
  readonly retryAfter: string | undefined;
  readonly connection: string | undefined;
  readonly body: string;
  /** Milliseconds from asking to the last byte. */
  readonly milliseconds: number;
  /** Of `performance.now()`. */
  readonly at: number;
  /** The connection had carried a request before. */
  readonly reused: boolean;
  /** It was given before, under the same Idempotency-Key. */
  readonly replayed: boolean;
  /** Bytes of an answer had arrived. */
  readonly began: boolean;
}

export interface Asked {
  readonly url: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  readonly agent?: Agent;
}

/** Sends one request. Never rejects. */
export function ask({ url, method = "GET", path, body, headers = {}, agent }: Asked): Promise<Outcome> {
  const began = performance.now();
  return new Promise((resolve) => {
    let status = 0;
    let text = "";
    let reused = false;
    const end = (code: string, more: Partial<Outcome> = {}) =>
      resolve({
        status,
        code,
        retryAfter: undefined,
        connection: undefined,
        body: text,
        milliseconds: performance.now() - began,
        at: performance.now(),
        reused,
        replayed: false,
        began: status !== 0,
        ...more,
      });
    const sent = request(
      new URL(path, url),
      {
        method,
        ...(agent && { agent }),
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      },
      (response) => {
        status = response.statusCode ?? 0;
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("error", (error: Error & { code?: string }) =>
          end(`BROKEN_${error.code}`, { status: 0 }),
        );
        response.on("end", () =>
          end(codeIn(text), {
            retryAfter: response.headers["retry-after"],
            connection: response.headers.connection,
            replayed: response.headers["idempotency-replayed"] === "true",
          }),
        );
      },
    );
    sent.on("error", (error: Error & { code?: string }) => {
      reused = sent.reusedSocket;
      end(error.code ?? error.message, { status: 0 });
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function codeIn(text: string): string {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? "";
  } catch {
    return "";
  }
}

export interface Load {
  /** What its marks begin with. */
  readonly name: string;
  /** Marks whose order was acknowledged, each once. */
  readonly acknowledged: ReadonlySet<string>;
  /** Marks that were ever sent. */
  readonly sent: ReadonlySet<string>;
  readonly outcomes: readonly Outcome[];
  /** Lets each client end what it is about, until it is acknowledged or the deadline is over. */
  stop(): Promise<void>;
}

/**
 * Clients that place orders one after another, each under an `Idempotency-Key` of its own, and send the same again
 * until it is acknowledged: after an answer of 503 or 409, and after a connection that broke.
 */
export function startLoad(options: {
  readonly url: string | (() => string);
  readonly token: string;
  readonly clients: number;
  /** Characters that rows carry beside their mark, and that do not compress. */
  readonly padding?: number;
}): Load {
  const { url, token, clients } = options;
  const padding = randomBytes((options.padding ?? 0) / 2).toString("hex");
  const agent = new Agent({ keepAlive: true });
  const name = randomUUID();
  const acknowledged = new Set<string>();
  const sent = new Set<string>();
  const outcomes: Outcome[] = [];
  let stopping = false;

  const placeOne = async (mark: string, path: string) => {
    const deadline = () => stopping && performance.now() > stoppedAt + 15_000;
    while (!deadline()) {
      const outcome = await ask({
        url: typeof url === "string" ? url : url(),
        method: "POST",
        path,
        body: { mark, ...(padding && { padding }) },
        headers: { authorization: `Bearer ${token}`, "idempotency-key": `"${mark}"` },
        agent,
      });
      outcomes.push(outcome);
      if (outcome.status === 200 || outcome.status === 201) {
        acknowledged.add(mark);
        return;
      }
      await pause(20 + Math.random() * 60);
    }
  };
  let stoppedAt = Number.POSITIVE_INFINITY;
  const client = async (number: number) => {
    while (!stopping) {
      const mark = `${name}/${sent.size}`;
      sent.add(mark);
      await placeOne(mark, number % 2 === 0 ? "/v1/orders/place-order" : "/v1/orders");
    }
  };
  const working = Array.from({ length: clients }, (_, number) => client(number));
  return {
    name,
    acknowledged,
    sent,
    outcomes,
    async stop() {
      stopping = true;
      stoppedAt = performance.now();
      await Promise.all(working);
      agent.destroy();
    },
  };
}

/** How often each status and code came. */
export function tally(outcomes: readonly Outcome[]): { readonly [what: string]: number } {
  const counts: { [what: string]: number } = {};
  for (const { status, code } of outcomes) {
    const what = `${status} ${code}`.trim();
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

/** Milliseconds within which a failure is told that is known already: well before any time limit of the system. */
export const quick = 1_900;

/** Milliseconds of the answer that took longest. */
export function slowest(outcomes: readonly Outcome[]): number {
  return Math.max(0, ...outcomes.map(({ milliseconds }) => milliseconds));
}
