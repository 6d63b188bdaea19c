import type { OpenApiDocument } from "../../http/openapi/index.js";
import type { Caller, Callers } from "./callers.js";
import { type Operation, operationAt } from "./document.js";
import type { Judge } from "./judge.js";
import type { Memory } from "./memory.js";
import { type Received, type Sent, send, shownRequest } from "./send.js";
import { type Step, sentOf } from "./step.js";

/** A request with what came of it. */
export interface Exchange {
  readonly operation: Operation | undefined;
  readonly caller: Caller;
  readonly sent: Sent;
  readonly received: Received;
  /** The body as JSON; undefined where it is none. */
  readonly body: unknown;
}

/** What breaks the promise of the document. The message says which request shows it. */
export class Complaint extends Error {
  constructor(
    readonly subject: string,
    readonly words: readonly string[],
    request: string,
    answer: string,
  ) {
    super([`${subject}: ${words.join("; ")}`, request, answer].join("\n"));
    this.name = "Complaint";
  }
}

/** Sends steps, judges their answers, and remembers what they told. */
export interface Session {
  /** Sends a step as the caller that it picks. Throws {@link Complaint}. */
  run(step: Step): Promise<Exchange>;
  runAs(caller: Caller, step: Step): Promise<Exchange>;
  /** Sends a request as it is, for an operation that is known. Throws {@link Complaint}. */
  ask(caller: Caller, sent: Sent, at?: SentTo): Promise<Exchange>;
  /** The last exchange of an operation that worked, and its step. */
  worked(operation: Operation): { readonly step: Step; readonly exchange: Exchange } | undefined;
  readonly requests: number;
  /** `createProduct 201`: what was seen, and was as documented. */
  readonly seen: ReadonlySet<string>;
  /** `readSales PROJECTION_BEHIND`: the codes of problems that were seen. */
  readonly seenCodes: ReadonlySet<string>;
}

interface SentTo {
  readonly url?: string;
  /** A server is meant to be out of order. */
  readonly mayFail?: boolean;
  readonly why?: string;
}

/** Codes by which a request is refused that the document allows. */
const refusals = new Set([
  "BODY_MALFORMED",
  "CURSOR_INVALID",
  "FILTER_UNSUPPORTED",
  "HEADER_INVALID",
  "INPUT_INVALID",
  "MEDIA_TYPE_UNSUPPORTED",
  "PARAMETER_INVALID",
  "SORT_UNSUPPORTED",
]);

/** Makes a session on a running system. */
export function createSession(options: {
  readonly url: string;
  readonly document: OpenApiDocument;
  readonly operations: readonly Operation[];
  readonly judge: Judge;
  readonly memory: Memory;
  readonly callers: Callers;
  /** Operations of which some callers see less than the document shows. */
  readonly isNarrowed: (operation: Operation) => boolean;
}): Session {
  const { url, operations, judge, memory, callers, isNarrowed } = options;
  const seen = new Set<string>();
  const seenCodes = new Set<string>();
  const successes = new Map<string, { step: Step; exchange: Exchange }>();
  let requests = 0;

  const ask = async (caller: Caller, sent: Sent, at: SentTo = {}): Promise<Exchange> => {
    requests += 1;
    const operation = operationAt(operations, sent.method, sent.target);
    const subject = operation?.id ?? `${sent.method} ${sent.target.slice(0, 80)}`;
    let received: Received;
    try {
      received = await patiently(() => send(at.url ?? url, sent), at.mayFail === true);
    } catch (error) {
      throw new Complaint(subject, [`no answer: ${String(error)}`], shownRequest(sent), "");
    }
    const words = [...judge.complaints(operation, sent, received)];
    if (received.status >= 500 && !at.mayFail) words.unshift(`it failed with ${received.status}`);
    if (words.length > 0) throw complaint(subject, words, sent, received, at.why);
    if (operation && sent.method !== "HEAD") seen.add(`${operation.id} ${received.status}`);
    const body = received.text === "" ? undefined : parsed(received.text);
    const code = (body as { code?: unknown } | undefined)?.code;
    if (operation && typeof code === "string") seenCodes.add(`${operation.id} ${code}`);
    const isPlain = operation !== undefined && sent.method === operation.method;
    const resource = operation?.path.endsWith("/{id}") ? operation.resource : undefined;
    const id = sent.target.split("?", 1)[0]?.split("/").at(-1) ?? "";
    if (isPlain && received.status < 300) memory.learn(operation, caller, body);
    if (resource !== undefined && sent.method === "DELETE" && received.status === 204)
      memory.forget(resource, id);
    if (resource !== undefined && received.status === 404 && at.url === undefined)
      memory.miss(resource, id, caller);
    return { operation, caller, sent, received, body };
  };

  const runAs = async (caller: Caller, step: Step): Promise<Exchange> => {
    const { operation, intent, why } = step;
    const sent = sentOf(step, memory.fillFor(caller), await callers.headers(caller));
    const exchange = await ask(caller, sent, { why });
    const { received, body } = exchange;
    const code = String((body as { code?: unknown } | undefined)?.code);
    if (intent === "valid" && received.status < 300) successes.set(operation.id, { step, exchange });
    if (intent === "valid" && refusals.has(code) && !isNarrowed(operation) && !asksFor(step, "include"))
      throw complaint(operation.id, [`${code}, though the document allows the request`], sent, received, why);
    if (intent === "nearly valid" && received.status < 400 && isBroken(step, sent, judge))
      throw complaint(operation.id, [`it was taken, though ${why}`], sent, received, why);
    return exchange;
  };

  const callerOf = ({ operation, pick, intent }: Step): Caller => {
    const last = successes.get(operation.id)?.exchange.caller;
    if (last && intent === "nearly valid") return last;
    const owners = callers.owning.flatMap((resource) => {
      const row = memory.recall(resource, Math.floor(pick / 7));
      return row ? [callers.owner(row.id)] : [];
    });
    const familiar = operation.refersTo.flatMap((resource) => memory.recall(resource, pick)?.caller ?? []);
    const choices = [
      ...(last ? [last, last, last] : []),
      ...owners,
      ...owners,
      ...familiar,
      ...callers.fixed,
    ];
    return choices[pick % choices.length] ?? callers.nobody;
  };

  return {
    ask,
    runAs,
    run: (step) => runAs(callerOf(step), step),
    worked: (operation) => successes.get(operation.id),
    get requests() {
      return requests;
    },
    seen,
    seenCodes,
  };
}

/** Milliseconds for which a server that is busy with something else is asked again. */
const busy = 20_000;

/** The server shares a process with what asks it, and says so when that keeps it from its work. */
async function patiently(ask: () => Promise<Received>, mayFail: boolean): Promise<Received> {
  const until = Date.now() + busy;
  for (;;) {
    const received = await ask();
    const isBusy = received.status === 503 && received.text.includes('"code":"OVERLOADED"');
    if (!isBusy || mayFail || Date.now() > until) return received;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A body may be broken on purpose and still be allowed, where an odd value happens to fit. */
function isBroken({ operation, why }: Step, sent: Sent, judge: Judge): boolean {
  if (!why.startsWith("its body breaks")) return true;
  const { body } = operation;
  return body !== undefined && !judge.allows(body.schema, parsed(sent.body?.toString("utf8") ?? ""));
}

function asksFor({ query }: Step, name: string): boolean {
  return query.some(([parameter]) => parameter.name === name);
}

function complaint(
  subject: string,
  words: readonly string[],
  sent: Sent,
  received: Received,
  why?: string,
): Complaint {
  const answer = `    -> ${received.status} ${received.text.slice(0, 600)}`;
  return new Complaint(subject, words, `${why ? `    (${why})\n` : ""}${shownRequest(sent)}`, answer);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
