import { connect } from "node:net";
import { until } from "../until.js";

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Names as they came, and values. */
  readonly lines: readonly (readonly [name: string, value: string])[];
  /** The lines of this name, joined by commas (RFC 9110, 5.3); undefined where there is none. */
  header(name: string): string | undefined;
  readonly body: string;
  /** The code of a problem document; undefined of what is none. */
  readonly code: string | undefined;
}

export interface WireOptions {
  /** Final answers to wait for; unless told, as many as come until the server closes the connection. */
  readonly answers?: number;
  /** The answers are to HEAD: they have no body, whatever their headers say. */
  readonly head?: boolean;
  /** Sent once the first answer has come, be it `100 Continue`. */
  readonly next?: string;
}

/** Sends bytes (each character is one) on a connection of its own, and reads what comes back. 1xx are among it. */
export async function say(url: string, bytes: string, options: WireOptions = {}): Promise<WireAnswer[]> {
  const { answers = Number.POSITIVE_INFINITY, head = false, next } = options;
  let received = "";
  let isClosed = false;
  let failed: Error | undefined;
  let isAnswered = false;
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    if (next === undefined || isAnswered || answersIn(received, head).length === 0) return;
    isAnswered = true;
    socket.write(next, "latin1");
  });
  socket.on("error", (error) => {
    failed = error;
  });
  socket.on("close", () => {
    isClosed = true;
  });
  socket.write(bytes, "latin1");
  let found: WireAnswer[] = [];
  try {
    await until(() => {
      found = answersIn(received, head);
      return isClosed || found.filter(({ status }) => status >= 200).length >= answers;
    });
  } finally {
    socket.destroy();
  }
  if (failed && found.length === 0) throw failed;
  return found;
}

/** The one final answer to one request. */
export async function ask(url: string, bytes: string, options: WireOptions = {}): Promise<WireAnswer> {
  const answers = await say(url, bytes, { answers: 1, ...options });
  const last = answers.at(-1);
  if (last === undefined) throw new Error("The connection was closed without an answer.");
  return last;
}

/** A request as text: `Host` is there unless `headers` names one, and `Content-Length` where there is a body. */
export function request(
  method: string,
  target: string,
  headers: { readonly [name: string]: string } = {},
  body?: string,
): string {
  const named = { host: "shop.example", ...headers };
  const lines = Object.entries(named).map(([name, value]) => `${name}: ${value}`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return [`${method} ${target} HTTP/1.1`, ...lines, "", body ?? ""].join("\r\n");
}

/** The answers that are whole. Throws for what is no answer of HTTP/1.1. */
function answersIn(text: string, head: boolean): WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\r\n\r\n", at);
    if (end === -1) return answers;
    const [statusLine = "", ...lines] = text.slice(at, end).split("\r\n");
    const status = Number(/^HTTP\/1\.1 (\d{3}) [ -~]*$/.exec(statusLine)?.[1]);
    if (Number.isNaN(status)) throw new Error(`No status line: ${statusLine}`);
    const fields = lines.map((line) => {
      const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/.exec(line);
      if (!match) throw new Error(`No header: ${line}`);
      return [match[1] ?? "", match[2] ?? ""] as const;
    });
    const header = (name: string) => {
      const values = fields.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
      return values.length > 0 ? values.join(", ") : undefined;
    };
    const isBare = head || status < 200 || status === 204 || status === 304;
    const length = isBare ? 0 : Number(header("content-length") ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error(`An answer ${status} without a length.`);
    const begin = end + 4;
    if (text.length < begin + length) return answers;
    const body = Buffer.from(text.slice(begin, begin + length), "latin1").toString();
    const isProblem = header("content-type") === "application/problem+json" && body !== "";
    const code = isProblem ? (JSON.parse(body) as { code: string }).code : undefined;
    answers.push({ status, lines: fields, header, body, code });
    at = begin + length;
  }
  return answers;
}
