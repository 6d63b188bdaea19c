import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A message as it came to a receiver. */
export interface ReceivedMessage {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly type: string;
  readonly body: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** How a receiver answers: a status, or by hand. */
export type Answering = (
  message: ReceivedMessage,
  response: ServerResponse,
  count: number,
) => number | undefined;

/** Somebody whom webhooks are sent to, over real HTTP. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: ReceivedMessage[];
  /** How many of its requests were under way at a time at most. */
  readonly most: number;
  answer: Answering;
  close(): Promise<void>;
}

export async function startReceiver(answer: Answering = () => 204): Promise<WebhookReceiver> {
  const received: ReceivedMessage[] = [];
  let underWay = 0;
  let most = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once("close", () => {
      underWay -= 1;
    });
    const parts: Buffer[] = [];
    request.on("error", () => {});
    request.on("data", (part: Buffer) => parts.push(part));
    request.once("end", () => {
      const header = (name: string) => String(request.headers[name] ?? "");
      const message: ReceivedMessage = {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        type: header("content-type"),
        body: Buffer.concat(parts).toString("utf8"),
        path: request.url ?? "",
        headers: request.headers,
      };
      received.push(message);
      const status = receiver.answer(message, response, received.length);
      if (status !== undefined) response.writeHead(status).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    get most() {
      return most;
    },
    answer,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}
