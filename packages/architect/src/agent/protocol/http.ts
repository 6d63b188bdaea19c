import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { ToolError } from "../../tool-error.js";
import type { Project } from "../tools/index.js";
import { PATH, refusalAt } from "./door.js";
import { checkHeaders } from "./headers.js";
import { listenOverHttp } from "./http-listen.js";
import { sessionRevisions } from "./identity.js";
import { MOST_BYTES } from "./lines.js";
import { ProtocolFailure } from "./offered.js";
import { codes, failure, parseMessage, type RpcResponse } from "./rpc.js";
import { createSessionServer } from "./session.js";
import { answerStateless, isStateless } from "./stateless.js";

export interface HttpOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly token: string;
}

export interface HttpServing {
  readonly url: string;
  close(): Promise<void>;
}

/** What a running server knows of itself. */
interface Own extends HttpOptions {
  readonly listening: Set<ServerResponse>;
}

const MOST_CONNECTIONS = 64;
const REQUEST_MS = 30_000;

/**
 * Serves both kinds of revision on loopback. Neither keeps a session: each POST is a whole conversation.
 *
 * @throws ToolError PORT_TAKEN
 */
export async function serveHttp(project: Project, { port, token }: HttpOptions): Promise<HttpServing> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? portTaken(port, error) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const own: Own = { port: bound, token, listening: new Set() };
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    void respond(request, response, project, own).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return Object.freeze({
    url: `http://127.0.0.1:${bound}${PATH}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  project: Project,
  own: Own,
): Promise<void> {
  const { method = "", url = "", headers } = request;
  const refused = refusalAt({ method, url, headers }, own);
  if (refused) {
    const { status, message } = refused;
    // What comes with it is not read.
    const close = { connection: "close", ...refused.headers };
    return send(response, status, failure(undefined, { code: codes.invalidRequest, message }), close);
  }
  const body = await bodyOf(request);
  if (body === undefined) {
    const message = `Invalid request: a message has at most ${MOST_BYTES} bytes.`;
    return send(response, 413, failure(undefined, { code: codes.invalidRequest, message }), {
      connection: "close",
    });
  }
  const parsed = parseMessage(body);
  if (parsed.kind === "wrong") return send(response, 400, parsed.response);
  const version = headers["mcp-protocol-version"];
  const isOld = version === undefined || sessionRevisions.includes(String(version));
  const isOfSession =
    parsed.kind === "response" || (isOld && !isStateless(parsed.message.method, parsed.message.params));
  if (isOfSession) return respondInSession(request, response, project, JSON.parse(body));
  if (parsed.kind === "notification") {
    response.writeHead(202).end();
    return;
  }
  const { id, method: called, params } = parsed.message;
  try {
    checkHeaders(headers, called, params);
  } catch (error) {
    if (error instanceof ProtocolFailure) return send(response, 400, failure(id, error.error));
    throw error;
  }
  if (called === "subscriptions/listen") return listenOverHttp(response, parsed.message, own.listening);
  const answer = await answerStateless(parsed.message, project);
  send(response, statusOf(answer, called), answer);
}

/** What is wrong with the request as a whole has a status of its own; what a method refuses is an answer like another. */
function statusOf(answer: RpcResponse, method: string): number {
  if (!("error" in answer)) return 200;
  const { code } = answer.error;
  if (code === codes.methodNotFound) return 404;
  if (code === codes.internal) return 200;
  const isOfMethod = code === codes.invalidParams && ["tools/call", "resources/read"].includes(method);
  return isOfMethod && !answer.error.message.includes("_meta") ? 200 : 400;
}

async function respondInSession(
  request: IncomingMessage,
  response: ServerResponse,
  project: Project,
  body: unknown,
): Promise<void> {
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = createSessionServer(project);
  response.once("close", () => void server.close());
  // The SDK's own types are not those of `exactOptionalPropertyTypes`.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response, body);
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function send(
  response: ServerResponse,
  status: number,
  answer: RpcResponse,
  headers: { readonly [name: string]: string } = {},
): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers });
  response.end(JSON.stringify(answer));
}

function portTaken(port: number, cause: unknown): ToolError {
  return new ToolError("PORT_TAKEN", `The port ${port} is taken.`, "lintel mcp --http --port 0", {
    where: "--port",
    cause,
  });
}
