import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import type { Project } from "../tools/index.js";
import { capabilities, instructions, serverInfo } from "./identity.js";
import {
  callTool,
  listedResources,
  listedTemplates,
  listedTools,
  ProtocolFailure,
  readOffered,
} from "./offered.js";
import { codes } from "./rpc.js";

type Params = { readonly [name: string]: unknown };

/**
 * A server of the revisions that begin with a handshake, by the official SDK, over the same tools. Requests come to it unparsed: what is wrong
 * with one is told with the code that the protocol has for it.
 */
export function createSessionServer(project: Project): Server {
  const server = new Server({ ...serverInfo }, { capabilities: { ...capabilities }, instructions });
  server.fallbackRequestHandler = async ({ method, params = {} }) => {
    try {
      return await resultOf(method, params, project);
    } catch (error) {
      if (error instanceof ProtocolFailure)
        throw new McpError(error.error.code, error.error.message, error.error.data);
      if (error instanceof McpError) throw error;
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      throw new McpError(ErrorCode.InternalError, "The server failed. Standard error says more.");
    }
  };
  return server;
}

async function resultOf(method: string, params: Params, project: Project) {
  switch (method) {
    case "tools/list":
      return { tools: listedTools() };
    case "tools/call":
      return callTool(params, project);
    case "resources/list":
      return { resources: listedResources() };
    case "resources/templates/list":
      return { resourceTemplates: listedTemplates() };
    case "resources/read":
      return readOffered(params, project, codes.resourceNotFound);
    default:
      throw new McpError(ErrorCode.MethodNotFound, `Method not found: ${method}`);
  }
}
