import { Agent, type IncomingHttpHeaders, request } from "node:http";

/** A request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  /** Path and query string, as they are. */
  readonly target: string;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body?: Buffer | undefined;
  /** The headers promise a body that never comes. */
  readonly withheld?: boolean | undefined;
}

/** An answer as it came. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Milliseconds after which no answer is one too. */
const patience = 30_000;

const agent = new Agent({ keepAlive: true, maxSockets: 8, timeout: patience });

/** Closes the connections that are kept for the next request. */
export function hangUp(): void {
  agent.destroy();
}

/** Sends a request and gives back its answer. Rejects where the connection ends without one. */
export function send(url: string, sent: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = { ...(sent.body && { "content-length": String(sent.body.length) }), ...sent.headers };
    const asked = request({
      agent: sent.withheld ? false : agent,
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      method: sent.method,
      path: sent.target,
      headers: headers as { [name: string]: string | string[] },
      timeout: patience,
    });
    asked.once("timeout", () => asked.destroy(new Error(`No answer within ${patience} ms.`)));
    asked.once("error", reject);
    asked.once("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", reject);
      response.once("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString("utf8"),
        });
        if (sent.withheld) asked.destroy();
      });
    });
    if (sent.withheld) asked.flushHeaders();
    else asked.end(sent.body);
  });
}

/** A request as somebody would paste it. */
export function shownRequest({ method, target, headers, body, withheld }: Sent): string {
  const lines = Object.entries(headers).map(
    ([name, value]) =>
      `    ${name}: ${name.toLowerCase() === "authorization" ? "Bearer ..." : String(value).slice(0, 200)}`,
  );
  const text = withheld
    ? "    (a body that never comes)"
    : body && `    ${body.toString("utf8").slice(0, 600)}`;
  return [`    ${method} ${target.slice(0, 600)}`, ...lines, ...(text ? [text] : [])].join("\n");
}
