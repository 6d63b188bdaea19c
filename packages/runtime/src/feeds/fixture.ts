import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect as connectTo, type Socket } from "node:net";
import { WebSocket } from "ws";
import { failure } from "../errors.js";
import { createFacts, type Fact } from "../facts.js";
import { type Authenticator, type Believed, believesNobody } from "../identity/index.js";
import {
  type Closing,
  createFeeds,
  createFrame,
  type DoorLimits,
  type FeedHub,
  type FeedRequest,
  type FeedSink,
  type Frame,
} from "./index.js";

/** A hub for tests of what stands in front of it: it opens what is called `product`, and tells what a test has it tell. */
export interface TestHub extends FeedHub {
  readonly opened: readonly TestView[];
  /** Tells all who follow. */
  tell(frame: Frame): void;
}

export interface TestView {
  readonly request: FeedRequest;
  readonly sink: FeedSink;
  readonly acknowledged: readonly number[];
  readonly actors: readonly string[];
  readonly isClosed: boolean;
  end(closing: Closing): void;
}

export function createTestHub(ready: () => Promise<void> = async () => {}): TestHub {
  const opened: TestView[] = [];
  const isLive = (view: TestView) => !view.isClosed;
  return {
    opened,
    window: { changes: 1_000, bytes: 1_000_000 },
    get subscriptions() {
      return opened.filter(isLive).length;
    },
    tell(frame) {
      for (const view of opened.filter(isLive)) view.sink.send(frame);
    },
    async open(request, sink) {
      await ready();
      if (request.entity !== "product")
        throw failure("PARAMETER_INVALID", `Received the entity ${request.entity}; product was expected.`);
      let resolve = (_: Closing) => {};
      const closed = new Promise<Closing>((settle) => {
        resolve = settle;
      });
      const state = { isClosed: false, acknowledged: [] as number[], actors: [] as string[] };
      const view = Object.assign(state, {
        request,
        sink,
        end(closing: Closing) {
          state.isClosed = true;
          resolve(closing);
        },
      });
      opened.push(view);
      sink.send(message("subscribed", { id: request.id, epoch: "e", position: 0 }, "e:0"));
      return {
        acknowledge: (position) => void state.acknowledged.push(position),
        changeActor: (actor) => void state.actors.push(actor.id),
        close: () => view.end({ reason: "closed" }),
        closed,
      };
    },
    async stop() {
      for (const view of opened.filter(isLive)) view.end({ reason: "stopped" });
    },
  };
}

/** A frame with these members. */
export function message(type: Frame["type"], members: object, cursor?: string): Frame {
  return createFrame(type, JSON.stringify({ type, ...members }), 0, cursor);
}

export interface DoorOptions {
  readonly hub?: TestHub;
  readonly identity?: Authenticator;
  readonly limits?: Partial<DoorLimits>;
  readonly heartbeat?: number;
}

/** For tests: believes whoever names themselves as `Bearer ada`, and knows the tenants of some. */
export function believingAll(tenants: { readonly [id: string]: string }): Authenticator {
  const believe = (authorization: string | undefined): Believed => {
    const id = authorization?.slice("Bearer ".length) ?? "";
    const [person = ""] = id.split("@", 1);
    const actor = { kind: "user", id: person, roles: [], tenant: tenants[id] } as const;
    return { authorization, actor, until: Number.POSITIVE_INFINITY, generation: 0, subject: person };
  };
  return { ...believesNobody, believe, authenticate: (authorization) => believe(authorization).actor };
}

/** The doors alone, on a socket of their own: what HTTP does in front of them is left out. */
export async function openDoors(options: DoorOptions = {}) {
  const facts = createFacts();
  const told: Fact[] = [];
  facts.subscribe((fact) => void told.push(fact));
  const hub = options.hub ?? createTestHub();
  const identity = options.identity ?? believesNobody;
  const limits = {
    connections: 100,
    connectionsPerAddress: 100,
    connectionsPerUser: 100,
    connectionsPerTenant: 100,
    subscriptions: 10,
    messages: 50,
    ...options.limits,
  };
  const feeds = createFeeds({ hub, identity, facts, limits, heartbeat: options.heartbeat ?? 15_000 });
  const callerOf = async (request: IncomingMessage) => ({
    believed: await identity.believe(request.headers.authorization),
    address: request.headers["x-address"]?.toString() ?? "here",
    requestId: "test",
  });
  const server = createServer(async (request, response) => {
    const begin = () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      return true;
    };
    const asked = { entity: "product", query: "", from: undefined, snapshot: true };
    await feeds
      .openStream({ caller: await callerOf(request), request: asked, response, begin })
      .catch((error) => response.writeHead(error.status).end(error.publicCode));
  });
  server.on("upgrade", async (request, socket, head) => {
    try {
      feeds.openSocket(request, socket as Socket, head, await callerOf(request));
    } catch (error) {
      socket.end(`HTTP/1.1 ${(error as { status: number }).status} No\r\n\r\n`);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    hub,
    feeds,
    told,
    url: `http://127.0.0.1:${port}`,
    follow: (headers?: { readonly [name: string]: string }) => follow(`http://127.0.0.1:${port}`, headers),
    raw: () => openRaw(port),
    async stop() {
      await feeds.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a client receives: any message of the protocol. */
export interface Message {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** A client on a WebSocket. Its messages are kept as they come. */
export interface TestFollower {
  readonly webSocket: WebSocket;
  readonly messages: readonly Message[];
  /** The code and the reason of the close, once there is one. */
  readonly closed: { readonly code: number; readonly reason: string } | undefined;
  say(message: object): void;
  /** How many messages of this type came. */
  count(type: string): number;
}

export function follow(url: string, headers: { readonly [name: string]: string } = {}): TestFollower {
  const webSocket = new WebSocket(`${url.replace("http", "ws")}/feeds`, "lintel.feed.v1", { headers });
  const messages: Message[] = [];
  let closed: TestFollower["closed"];
  const unsent: string[] = [];
  webSocket.on("message", (data) => void messages.push(JSON.parse(data.toString()) as Message));
  webSocket.on("error", () => {});
  webSocket.on("close", (code, reason) => {
    closed = { code, reason: reason.toString() };
  });
  webSocket.on("open", () => {
    for (const text of unsent) webSocket.send(text);
  });
  return {
    webSocket,
    messages,
    get closed() {
      return closed;
    },
    say(said) {
      const text = JSON.stringify(said);
      if (webSocket.readyState === WebSocket.CONNECTING) unsent.push(text);
      else webSocket.send(text);
    },
    count: (type) => messages.filter((one) => one.type === type).length,
  };
}

/** A connection that has shaken hands, and says what bytes it is given. */
async function openRaw(port: number, headers: { readonly [name: string]: string } = {}) {
  const socket = connectTo(port, "127.0.0.1");
  const received: Buffer[] = [];
  let isClosed = false;
  socket.on("data", (chunk) => void received.push(chunk));
  socket.on("error", () => {});
  socket.on("close", () => {
    isClosed = true;
  });
  const lines = Object.entries({
    host: "shop.example",
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-protocol": "lintel.feed.v1",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`GET /feeds HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  return {
    socket,
    write: (bytes: Buffer) => void socket.write(bytes),
    get text() {
      return Buffer.concat(received).toString("latin1");
    },
    get isClosed() {
      return isClosed;
    },
    /** The code of the close frame that came, the last thing on the connection. */
    get closeCode(): number | undefined {
      const bytes = Buffer.concat(received);
      for (let at = bytes.indexOf("\r\n\r\n") + 4; at + 1 < bytes.length; ) {
        const first = bytes[at] ?? 0;
        let length = bytes[at + 1] ?? 0;
        let body = at + 2;
        if (length === 126) {
          length = bytes.readUInt16BE(body);
          body += 2;
        }
        if (first === 0x88) return bytes.readUInt16BE(body);
        at = body + length;
      }
      return undefined;
    },
  };
}

export interface RawFrame {
  /** The first byte: FIN, RSV and the opcode. */
  readonly first?: number;
  readonly payload?: Buffer | string;
  /** What the header says, where that is not the length of the payload. */
  readonly length?: number;
  readonly masked?: boolean;
}

/** A frame as a client sends it, or as none should. */
export function rawFrame({ first = 0x81, payload = "", length, masked = true }: RawFrame): Buffer {
  const body = Buffer.from(payload);
  const said = length ?? body.length;
  const flag = masked ? 0x80 : 0;
  const size =
    said < 126
      ? Buffer.from([flag | said])
      : said < 65_536
        ? Buffer.from([flag | 126, said >> 8, said & 0xff])
        : Buffer.from([
            flag | 127,
            0,
            0,
            0,
            0,
            said >>> 24,
            (said >> 16) & 0xff,
            (said >> 8) & 0xff,
            said & 0xff,
          ]);
  const mask = masked ? Buffer.from([0, 0, 0, 0]) : Buffer.alloc(0);
  return Buffer.concat([Buffer.from([first]), size, mask, body]);
}
