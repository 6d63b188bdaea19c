import type { Readable, Writable } from "node:stream";
import type { Project } from "../tools/index.js";
import { linesOf, MOST_BYTES } from "./lines.js";
import { ProtocolFailure } from "./offered.js";
import { codes, failure, isId, parseMessage, type RequestId, type RpcRequest } from "./rpc.js";
import { createSessionServer } from "./session.js";
import { SessionTransport } from "./session-transport.js";
import { answerStateless, isStateless } from "./stateless.js";
import { acknowledgement, checkListen, endOf } from "./subscription.js";

/**
 * Serves both kinds of revision over one pair of streams, a message a line: a request that carries its revision is answered by itself, all
 * others are the SDK's. Ends when the input does, after what is under way was answered.
 */
export async function serveStdio(
  project: Project,
  input: Readable = process.stdin,
  output: Writable = process.stdout,
): Promise<void> {
  const write = (message: unknown) => void output.write(`${JSON.stringify(message)}\n`);
  const session = new SessionTransport(write);
  const server = createSessionServer(project);
  await server.connect(session);
  const underWay = new Set<Promise<void>>();
  const subscriptions = new Set<RequestId>();

  const answer = async (request: RpcRequest) => {
    if (request.method === "subscriptions/listen") return void write(listen(request, subscriptions));
    write(await answerStateless(request, project));
  };

  // A client that is gone reads nothing any more: the process has nothing left to do.
  output.on("error", () => input.destroy());
  try {
    for await (const line of linesOf(input)) {
      if (line === undefined) {
        const message = `Invalid request: a message has at most ${MOST_BYTES} bytes.`;
        write(failure(undefined, { code: codes.invalidRequest, message }));
        continue;
      }
      if (line.trim() === "") continue;
      const parsed = parseMessage(line);
      if (parsed.kind === "wrong") write(parsed.response);
      if (parsed.kind === "response") session.receive(JSON.parse(line));
      if (parsed.kind === "notification") {
        const { requestId } = parsed.message.params;
        const isEnd = parsed.message.method === "notifications/cancelled" && isId(requestId);
        if (!(isEnd && subscriptions.delete(requestId))) session.receive(parsed.message);
      }
      if (parsed.kind === "request") {
        const { method, params } = parsed.message;
        if (!isStateless(method, params)) {
          session.receive(parsed.message);
          continue;
        }
        const task = answer(parsed.message);
        underWay.add(task);
        void task.finally(() => underWay.delete(task));
      }
    }
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
  }
  await Promise.all([...underWay, session.idle()]);
  for (const id of subscriptions) write(endOf(id));
  await server.close();
}

function listen(request: RpcRequest, subscriptions: Set<RequestId>): unknown {
  try {
    checkListen(request, subscriptions.size);
  } catch (error) {
    if (error instanceof ProtocolFailure) return failure(request.id, error.error);
    throw error;
  }
  subscriptions.add(request.id);
  return acknowledgement(request.id);
}
