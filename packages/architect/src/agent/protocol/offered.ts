import { asFailure } from "../../failure.js";
import {
  type Project,
  readResource,
  resources,
  resourceTemplates,
  type Tool,
  tools,
} from "../tools/index.js";
import { codes, isRecord, type RpcError } from "./rpc.js";

/** A request that cannot be answered with a result. */
export class ProtocolFailure extends Error {
  override readonly name = "ProtocolFailure";

  constructor(readonly error: RpcError) {
    super(error.message);
  }
}

/** The tools as both revisions list them, always in the same order. */
export function listedTools() {
  return tools.map(({ name, title, description, inputSchema, outputSchema, annotations }) => ({
    name,
    title,
    description,
    inputSchema,
    outputSchema,
    annotations,
  }));
}

export function listedResources() {
  return resources.map((resource) => ({ ...resource }));
}

export function listedTemplates() {
  return resourceTemplates.map((template) => ({ ...template }));
}

/** Calls a tool. What the tool cannot do is a result; that there is no such tool is not. */
export async function callTool(params: { readonly [name: string]: unknown }, project: Project) {
  const { name, arguments: given } = params;
  if (typeof name !== "string") throw invalid("Invalid params: `name` is the name of a tool.");
  if (given !== undefined && !isRecord(given)) throw invalid("Invalid params: `arguments` are an object.");
  const tool: Tool | undefined = tools.find((one) => one.name === name);
  if (!tool) throw invalid(`Unknown tool: ${name}. tools/list names those that there are.`);
  const { text, structured, isError } = await tool.call(given, project);
  return {
    content: [{ type: "text" as const, text }],
    ...(structured ? { structuredContent: structured } : {}),
    isError,
  };
}

/** Reads a resource. `notFound` is the revision's code for one that is not there. */
export function readOffered(
  params: { readonly [name: string]: unknown },
  project: Project,
  notFound: number,
) {
  const { uri } = params;
  if (typeof uri !== "string") throw invalid("Invalid params: `uri` is the address of a resource.");
  try {
    const found = readResource(uri, project);
    if (found) return { contents: [{ uri, ...found }] };
  } catch (error) {
    const { code, message, next } = asFailure(error);
    if (code === "UNEXPECTED") throw error;
    throw new ProtocolFailure({
      code: code === "BRIEF_MISSING" ? notFound : codes.internal,
      message: `${code}: ${message} Next: ${next}`,
      data: { uri, code },
    });
  }
  throw new ProtocolFailure({
    code: notFound,
    message: `There is no resource ${uri}. resources/list names those that there are.`,
    data: { uri },
  });
}

function invalid(message: string): ProtocolFailure {
  return new ProtocolFailure({ code: codes.invalidParams, message });
}
