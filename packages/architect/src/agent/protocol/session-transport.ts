import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type JSONRPCMessage, JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import { codes, failure, isId, isRecord, type RequestId } from "./rpc.js";

/** Hands messages of the revisions with a handshake to the SDK, and holds those to the order that they prescribe. */
export class SessionTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private isBegun = false;
  private readonly open = new Set<RequestId>();
  private tellIdle: (() => void) | undefined;

  constructor(private readonly write: (message: unknown) => void) {}

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    this.write(message);
    if ("id" in message && message.id !== undefined && !("method" in message)) this.answered(message.id);
  }

  async close(): Promise<void> {
    this.onclose?.();
  }

  receive(given: unknown): void {
    const read = JSONRPCMessageSchema.safeParse(given);
    if (!read.success) {
      this.refuse(given);
      return;
    }
    const message = read.data;
    if ("method" in message && "id" in message) {
      if (message.method === "initialize") this.isBegun = true;
      else if (!this.isBegun && message.method !== "ping") {
        const said = `Invalid request: ${message.method} came before initialize, and carries no revision of its own in _meta.`;
        this.write(failure(message.id, { code: codes.invalidRequest, message: said }));
        return;
      }
      this.open.add(message.id);
    } else if ("method" in message && message.method === "notifications/cancelled") {
      // Of what was cancelled no answer is sent.
      const { requestId } = message.params ?? {};
      if (isId(requestId)) this.answered(requestId);
    }
    this.onmessage?.(message);
  }

  /** What the SDK would not read is answered all the same, where an answer is waited for. */
  private refuse(given: unknown): void {
    if (!isRecord(given) || !isId(given.id) || given.method === undefined) return;
    const message = "Invalid params: they are not as the protocol has them.";
    this.write(failure(given.id, { code: codes.invalidParams, message }));
  }

  /** When all that was asked has been answered. */
  idle(): Promise<void> {
    if (this.open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.tellIdle = resolve;
    });
  }

  private answered(id: RequestId): void {
    this.open.delete(id);
    if (this.open.size === 0) this.tellIdle?.();
  }
}
