import { type DestinationStream, destination as openDestination, pino, stdTimeFunctions } from "pino";
import type { Facts } from "../facts.js";
import { createLineBatch } from "./line-batch.js";
import { fieldsOf, type LogLevel, levelOf } from "./log-line.js";
import { prettyLine } from "./pretty-line.js";
import { requestLine } from "./request-line.js";

export interface LogOptions {
  /** The least that is logged; `info` unless told. */
  readonly level?: LogLevel | "silent" | undefined;
  /** Lines for a person instead of JSON. */
  readonly pretty?: boolean | undefined;
  /** Whether pretty lines have colours; when the standard error stream is a terminal that has them, unless told. */
  readonly colours?: boolean | undefined;
  /** Whether the `sub` of the caller's token is logged; true unless told. */
  readonly actor?: boolean | undefined;
  /** Where lines go; JSON to standard output and pretty lines to standard error, unless told. */
  readonly destination?: DestinationStream | undefined;
}

const ranks: { readonly [level in LogLevel | "silent"]: number } = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  silent: 100,
};

/**
 * Logs the facts of a system: one JSON object a line (pino), with `level`, `time` (RFC 3339, UTC), `msg` (the
 * fact's name) and the fact's own fields; or, with `pretty`, one short line for a person.
 *
 * Never logged: headers, tokens, cookies, bodies, addresses of callers, values of rows, and what errors quote of them.
 *
 * @returns Ends the logging, with everything written that was logged.
 */
export function logFacts(facts: Facts, options: LogOptions = {}): () => void {
  const { level = "info", pretty = false, actor = true } = options;
  const least = ranks[level];
  const output = options.destination ? { stream: options.destination, close: () => {} } : openOwn(pretty);
  const { stream } = output;
  const colours = options.colours ?? (process.stderr.isTTY && process.stderr.hasColors());
  const logger = pino(
    {
      level: level === "silent" ? "silent" : level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  const unsubscribe = facts.subscribe((fact) => {
    const own = levelOf(fact);
    if (ranks[own] < least) return;
    if (pretty) stream.write(prettyLine(fact, own, Date.now(), colours, actor));
    else if (fact.fact === "request.finished") stream.write(requestLine(fact, own, Date.now(), actor));
    else logger[own](fieldsOf(fact, actor), fact.fact);
  });
  return () => {
    unsubscribe();
    output.close();
  };
}

/** The process's own output. Lines of JSON leave in batches, and at the latest when the process exits. */
function openOwn(pretty: boolean): { readonly stream: DestinationStream; readonly close: () => void } {
  if (pretty) return { stream: openDestination({ dest: 2, sync: true }), close: () => {} };
  const output = openDestination({ dest: 1, sync: false });
  const batch = createLineBatch(output);
  const flush = () => {
    batch.flush();
    output.flushSync();
  };
  process.once("exit", flush);
  return {
    stream: batch,
    close: () => {
      process.off("exit", flush);
      flush();
    },
  };
}
