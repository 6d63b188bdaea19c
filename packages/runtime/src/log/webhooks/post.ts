import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as overHttp } from "node:http";
import { Agent as HttpsAgent, request as overHttps } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import { allowedAddresses, type DestinationRules, type ResolveName, readDestination } from "./destination.js";

/** What came of an attempt: an answer, or why there was none. */
export type PostOutcome =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** As it was sent. */
      readonly retryAfter: string | undefined;
      /** The beginning of the answer's body, made fit to be shown. */
      readonly response: string;
    }
  | { readonly kind: "failed"; readonly error: PostError; readonly detail: string };

export type PostError =
  | "DESTINATION_REFUSED"
  | "NAME_UNRESOLVED"
  | "TIMEOUT"
  | "TLS_FAILED"
  | "CONNECTION_FAILED"
  | "ANSWER_INVALID"
  | "SECRET_UNREADABLE"
  | "LOG_POSITION_GONE";

export interface PostRequest {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  /** Gives up at once. */
  readonly signal: AbortSignal;
}

/** Sends messages to the endpoints of one process. */
export interface Poster {
  post(request: PostRequest): Promise<PostOutcome>;
  close(): void;
}

export interface PosterOptions {
  readonly rules: DestinationRules;
  readonly resolve: ResolveName;
  /** Milliseconds that an attempt may take, from the question for its address on; 15,000 unless told. */
  readonly timeLimit?: number | undefined;
}

const usualTimeLimit = 15_000;
/** Bytes of an answer that are read, and characters that are kept. */
const [mostRead, mostKept] = [4_096, 1_000];
/** Milliseconds for which the body of an answer is waited for, once its status is known. */
const bodyPatience = 1_000;
const mostHeaders = 16_384;

/**
 * Posts to addresses that it has looked at: the name is resolved here, and the connection goes to one of the addresses that were found to
 * be allowed, so that a name that leads elsewhere a moment later gains nothing. Redirects are answers like any other.
 */
export function createPoster({ rules, resolve, timeLimit = usualTimeLimit }: PosterOptions): Poster {
  const settings = { keepAlive: true, maxFreeSockets: 64, timeout: 20_000 };
  const agents = { http: new HttpAgent(settings), https: new HttpsAgent(settings) };

  const send = (
    url: URL,
    addresses: readonly string[],
    asked: PostRequest,
    signal: AbortSignal,
    isAgain: boolean,
  ) =>
    new Promise<PostOutcome>((done) => {
      const isPlain = url.protocol === "http:";
      const options = {
        method: "POST",
        headers: { ...asked.headers, "content-length": String(Buffer.byteLength(asked.body)) },
        agent: isAgain ? false : isPlain ? agents.http : agents.https,
        lookup: pinned(addresses),
        maxHeaderSize: mostHeaders,
        signal,
      } as const;
      const request: ClientRequest = isPlain ? overHttp(url, options) : overHttps(url, options);
      request.once("response", (response) => {
        void excerptOf(response).then((text) =>
          done({
            kind: "answered",
            status: response.statusCode ?? 0,
            retryAfter: response.headers["retry-after"],
            response: text,
          }),
        );
      });
      request.once("error", (error: NodeJS.ErrnoException) => {
        // The other side may close a connection that nothing was sent on for a while just as it is taken up again.
        const isStale = request.reusedSocket && error.code === "ECONNRESET" && !signal.aborted && !isAgain;
        done(isStale ? send(url, addresses, asked, signal, true) : failed(error, signal));
      });
      request.end(asked.body);
    });

  return {
    async post(asked) {
      const url = readDestination(asked.url, rules);
      if (!(url instanceof URL)) return refused(url.refused);
      const late = AbortSignal.timeout(timeLimit);
      const signal = AbortSignal.any([asked.signal, late]);
      const ended = once(signal);
      try {
        const addresses = await Promise.race([allowedAddresses(url, rules, resolve), ended.promise]);
        if (addresses === undefined) return timedOut;
        if ("refused" in addresses) return refused(addresses.refused);
        return await send(url, addresses, asked, signal, false);
      } catch (error) {
        return { kind: "failed", error: "NAME_UNRESOLVED", detail: codeOf(error) };
      } finally {
        ended.forget();
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Gives the addresses that were looked at, whatever the name leads to by now. */
function pinned(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_name, options, callback) => {
    const [first] = found;
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? "", first?.family ?? 4);
  };
}

/** The beginning of a body. The rest is not read, and the connection ended where there is any. */
function excerptOf(response: IncomingMessage): Promise<string> {
  return new Promise((done) => {
    const parts: Buffer[] = [];
    let length = 0;
    const finish = () => {
      clearTimeout(timer);
      done(shown(Buffer.concat(parts).subarray(0, mostRead)));
    };
    const timer = setTimeout(() => response.destroy(), bodyPatience);
    response.on("data", (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length > mostRead) response.destroy();
    });
    response.once("error", finish);
    response.once("close", finish);
  });
}

/** Text without what steers a terminal or cannot be stored. */
function shown(bytes: Buffer): string {
  const text = bytes.toString("utf8").replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, " ");
  return [...text].slice(0, mostKept).join("").trim();
}

const timedOut: PostOutcome = Object.freeze({ kind: "failed", error: "TIMEOUT", detail: "" });

function refused(detail: string): PostOutcome {
  return { kind: "failed", error: "DESTINATION_REFUSED", detail };
}

function failed(error: NodeJS.ErrnoException, signal: AbortSignal): PostOutcome {
  if (signal.aborted) return timedOut;
  const detail = codeOf(error);
  if (detail.startsWith("HPE_")) return { kind: "failed", error: "ANSWER_INVALID", detail };
  return { kind: "failed", error: isOfTls(detail) ? "TLS_FAILED" : "CONNECTION_FAILED", detail };
}

/** A code and never a message: those may name addresses. */
function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === "string" ? code.slice(0, 100) : "";
}

function isOfTls(code: string): boolean {
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code);
}

function once(signal: AbortSignal): { readonly promise: Promise<undefined>; forget(): void } {
  let listener = () => {};
  const promise = new Promise<undefined>((resolve) => {
    listener = () => resolve(undefined);
    if (signal.aborted) listener();
    else signal.addEventListener("abort", listener, { once: true });
  });
  return { promise, forget: () => signal.removeEventListener("abort", listener) };
}
