import pg from "pg";
import { Execution, type Request, type Result } from "./execution.js";
import { ConnectionLost, isStatementError } from "./lost.js";
import { createPreparedNames } from "./prepared-names.js";
import { type ConnectionSettings, clientConfig } from "./settings.js";

/**
 * One connection. Statements are sent as they come and answered in order; any number may be under way.
 * Alive until it is lost or ended, and never again afterwards.
 */
export interface Connection {
  readonly alive: boolean;
  /** How many statements have no answer yet. */
  readonly inFlight: number;
  /**
   * What the statement is about that all others on the connection wait for, for longer than 250 ms or right after one
   * about the same that took so long: the part of its label before the point, such as `product`. Else undefined.
   *
   * @param now Milliseconds of `performance.now()`.
   */
  heldUpBy(now: number): string | undefined;
  /** Rejects with PostgreSQL's error, or with {@link ConnectionLost}. */
  execute(request: Request): Promise<Result>;
  /** The same for several of one transaction, in their order: after one that fails, none is run, and all fail with it. */
  executeAll(requests: readonly Request[]): readonly Promise<Result>[];
  /** Ends it once everything under way is answered. */
  end(): Promise<void>;
  /** Ends it now. */
  destroy(reason: Error): void;
}

/** Milliseconds after which a statement holds up those behind it. */
const heldUpAfter = 250;
/** Statements that one connection keeps prepared. */
const preparedStatements = 300;
/** Milliseconds beyond the longest statement timeout after which a silent server counts as gone. */
const grace = 2_000;

/**
 * Makes a connection. Rejects with {@link ConnectionLost}. `onLost` is called once if it breaks later, also when
 * the server has been silent for longer than a statement may take.
 */
export async function openConnection(
  settings: ConnectionSettings,
  onLost: (error: unknown) => void,
): Promise<Connection> {
  const client = new pg.Client(clientConfig(settings));
  const wire = client.connection as unknown as { readonly stream: Stream };
  const names = createPreparedNames(preparedStatements);
  const longest = Math.max(settings.statementTimeout, settings.silenceTimeout ?? 0);
  const silence = settings.statementTimeout > 0 ? longest + grace : Number.POSITIVE_INFINITY;
  let inFlight = 0;
  let progressAt = 0;
  let state: "opening" | "alive" | "ending" | "lost" = "opening";
  let corked = false;
  const subjects: string[] = [];
  let answered = 0;
  let slow: string | undefined;
  let watch: NodeJS.Timeout | undefined;

  const lose = (error: unknown) => {
    clearInterval(watch);
    if (state === "alive") {
      state = "lost";
      onLost(error);
    }
    state = "lost";
  };
  client.on("error", lose);
  client.on("end", () => lose(new Error("The server closed the connection.")));
  const { onNotified } = settings;
  if (onNotified) client.on("notification", ({ channel, payload = "" }) => onNotified(channel, payload));
  const destroy = (reason: Error) => {
    wire.stream.destroy(reason);
    lose(reason);
  };

  try {
    await client.connect();
  } catch (error) {
    wire.stream.destroy();
    throw new ConnectionLost(error);
  }
  state = "alive";
  watch = setInterval(
    () => {
      if (inFlight > 0 && performance.now() - progressAt > silence) {
        destroy(new Error(`The server was silent for ${silence} ms.`));
      }
    },
    Math.min(1_000, silence / 2),
  );
  watch.unref();

  const uncork = () => {
    corked = false;
    wire.stream.uncork();
  };
  const send = (requests: readonly Request[], settle: readonly Settle[]) => {
    if (inFlight === 0) progressAt = performance.now();
    inFlight += requests.length;
    for (const { prepared } of requests) subjects.push(subjectOf(prepared.label));
    if (!corked && state === "alive") {
      corked = true;
      wire.stream.cork();
      // Requests that arrived in one turn of the event loop leave in one system call.
      setImmediate(uncork);
    }
    const finish = (at: number, error: Error | undefined, result: Result) => {
      const now = performance.now();
      const subject = subjects[answered];
      if (now - progressAt > heldUpAfter) slow = subject;
      else if (subject === slow && !error) slow = undefined;
      progressAt = now;
      inFlight -= 1;
      answered += 1;
      if (inFlight === 0 || answered > 1_000) {
        subjects.splice(0, answered);
        answered = 0;
      }
      if (!error) settle[at]?.resolve(result);
      else settle[at]?.reject(isStatementError(error) ? error : new ConnectionLost(error));
    };
    client.query(new Execution(requests, names, finish));
  };
  return {
    get alive() {
      return state === "alive";
    },
    get inFlight() {
      return inFlight;
    },
    heldUpBy(now) {
      const first = inFlight > 0 ? subjects[answered] : undefined;
      return now - progressAt > heldUpAfter || first === slow ? first : undefined;
    },
    execute: (request) => new Promise((resolve, reject) => send([request], [{ resolve, reject }])),
    executeAll(requests) {
      const settle: Settle[] = [];
      const results = requests.map(
        () => new Promise<Result>((resolve, reject) => settle.push({ resolve, reject })),
      );
      send(requests, settle);
      return results;
    },
    async end() {
      if (state === "alive") state = "ending";
      await client.end();
      clearInterval(watch);
    },
    destroy,
  };
}

interface Settle {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Stream {
  cork(): void;
  uncork(): void;
  destroy(error?: Error): void;
}

/** What a statement is about: `product` of `product.list`. */
export function subjectOf(label: string): string {
  const point = label.indexOf(".");
  return point < 0 ? label : label.slice(0, point);
}
