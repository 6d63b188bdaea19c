import type { Project } from "../tools/index.js";
import { capabilities, instructions, serverInfo, sessionRevisions, statelessRevision } from "./identity.js";
import {
  callTool,
  listedResources,
  listedTemplates,
  listedTools,
  ProtocolFailure,
  readOffered,
} from "./offered.js";
import { codes, failure, isRecord, type RpcRequest, type RpcResponse } from "./rpc.js";

const META = "io.modelcontextprotocol";
const VERSION = `${META}/protocolVersion`;
const CAPABILITIES = `${META}/clientCapabilities`;

/** What the server offers changes with its version alone. */
const KEEP_MS = 3_600_000;

/** Whether a message is one of the stateless revision, or of a later one: it carries its revision itself. */
export function isStateless(method: string, params: { readonly [name: string]: unknown }): boolean {
  return method === "server/discover" || (isRecord(params._meta) && VERSION in params._meta);
}

/** The revision that a message says it is of. */
export function revisionOf(params: { readonly [name: string]: unknown }): string | undefined {
  const version = isRecord(params._meta) ? params._meta[VERSION] : undefined;
  return typeof version === "string" ? version : undefined;
}

/**
 * Answers a request of revision 2026-07-28: by itself, whatever came before it on the same connection. `subscriptions/listen` is the
 * transport's, since its answer is a stream.
 */
export async function answerStateless(request: RpcRequest, project: Project): Promise<RpcResponse> {
  const { id, method, params } = request;
  try {
    checkMeta(params);
    const result = await resultOf(method, params, project);
    return {
      jsonrpc: "2.0",
      id,
      result: { resultType: "complete", ...result, _meta: { [`${META}/serverInfo`]: serverInfo } },
    };
  } catch (error) {
    if (error instanceof ProtocolFailure) return failure(id, error.error);
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return failure(id, { code: codes.internal, message: "The server failed. Standard error says more." });
  }
}

async function resultOf(
  method: string,
  params: { readonly [name: string]: unknown },
  project: Project,
): Promise<{ readonly [name: string]: unknown }> {
  const kept = { ttlMs: KEEP_MS, cacheScope: "public" };
  switch (method) {
    case "server/discover":
      return {
        supportedVersions: [statelessRevision, ...sessionRevisions],
        capabilities,
        instructions,
        ...kept,
      };
    case "tools/list":
      return { tools: listedTools(), ...kept };
    case "tools/call":
      return callTool(params, project);
    case "resources/list":
      return { resources: listedResources(), ...kept };
    case "resources/templates/list":
      return { resourceTemplates: listedTemplates(), ...kept };
    case "resources/read":
      // What people say changes at any time, and is nobody else's.
      return { ...readOffered(params, project, codes.invalidParams), ttlMs: 0, cacheScope: "private" };
    default:
      throw new ProtocolFailure({ code: codes.methodNotFound, message: `Method not found: ${method}` });
  }
}

/** Every request says of which revision it is and what its client can do. */
export function checkMeta(params: { readonly [name: string]: unknown }): void {
  const meta = isRecord(params._meta) ? params._meta : {};
  const version = meta[VERSION];
  if (typeof version !== "string")
    throw new ProtocolFailure({
      code: codes.invalidParams,
      message: `Invalid params: _meta lacks "${VERSION}", a text.`,
    });
  if (version !== statelessRevision)
    throw new ProtocolFailure({
      code: codes.unsupportedVersion,
      message: "Unsupported protocol version",
      data: { supported: [statelessRevision, ...sessionRevisions], requested: version },
    });
  if (!isRecord(meta[CAPABILITIES]))
    throw new ProtocolFailure({
      code: codes.invalidParams,
      message: `Invalid params: _meta lacks "${CAPABILITIES}", an object.`,
    });
}
