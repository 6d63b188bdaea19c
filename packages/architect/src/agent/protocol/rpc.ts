import { InitializeRequestSchema } from "@modelcontextprotocol/sdk/types.js";

/** JSON-RPC 2.0, as the Model Context Protocol has it: ids are never null, and there are no batches. */
export type RequestId = string | number;

export interface RpcRequest {
  readonly jsonrpc: "2.0";
  readonly id: RequestId;
  readonly method: string;
  readonly params: { readonly [name: string]: unknown };
}

export interface RpcNotification {
  readonly jsonrpc: "2.0";
  readonly method: string;
  readonly params: { readonly [name: string]: unknown };
}

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export type RpcResponse =
  | { readonly jsonrpc: "2.0"; readonly id: RequestId; readonly result: { readonly [name: string]: unknown } }
  | { readonly jsonrpc: "2.0"; readonly id?: RequestId; readonly error: RpcError };

/** Of JSON-RPC, and of the revision 2026-07-28. */
export const codes = Object.freeze({
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** Of revision 2025-11-25 and before. */
  resourceNotFound: -32002,
  headerMismatch: -32020,
  unsupportedVersion: -32022,
});

export function failure(id: RequestId | undefined, error: RpcError): RpcResponse {
  return { jsonrpc: "2.0", ...(id === undefined ? {} : { id }), error };
}

export type Parsed =
  | { readonly kind: "request"; readonly message: RpcRequest }
  | { readonly kind: "notification"; readonly message: RpcNotification }
  | { readonly kind: "response" }
  | { readonly kind: "wrong"; readonly response: RpcResponse };

/** A message of a client, or the answer to what is none. */
export function parseMessage(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong(undefined, codes.parse, "Parse error: this is not JSON.");
  }
  if (Array.isArray(value))
    return wrong(undefined, codes.invalidRequest, "Invalid request: there are no batches. Send one message.");
  if (!isRecord(value) || value.jsonrpc !== "2.0")
    return wrong(
      undefined,
      codes.invalidRequest,
      'Invalid request: a message is an object with "jsonrpc": "2.0".',
    );
  const { id, method, params = {} } = value;
  if (method === undefined && ("result" in value || "error" in value)) return { kind: "response" };
  if (id !== undefined && !isId(id))
    return wrong(
      undefined,
      codes.invalidRequest,
      "Invalid request: an id is a text or a whole number below 2^53.",
    );
  const known = isId(id) ? id : undefined;
  if (typeof method !== "string")
    return wrong(known, codes.invalidRequest, "Invalid request: the method is a text.");
  if (!isRecord(params)) return wrong(known, codes.invalidParams, "Invalid params: they are an object.");
  const fault = faultOfMeta(params._meta) ?? (method === "initialize" ? faultOfHandshake(params) : undefined);
  if (fault !== undefined) return wrong(known, codes.invalidParams, `Invalid params: ${fault}`);
  return known === undefined
    ? { kind: "notification", message: { jsonrpc: "2.0", method, params } }
    : { kind: "request", message: { jsonrpc: "2.0", id: known, method, params } };
}

function faultOfMeta(meta: unknown): string | undefined {
  if (meta === undefined) return undefined;
  if (!isRecord(meta)) return "_meta is an object.";
  const { progressToken } = meta;
  return progressToken === undefined || isId(progressToken)
    ? undefined
    : "_meta.progressToken is a text or a whole number below 2^53.";
}

/** The SDK calls what is wrong with it the server's own failure. */
function faultOfHandshake(params: { readonly [name: string]: unknown }): string | undefined {
  const read = InitializeRequestSchema.safeParse({ method: "initialize", params });
  const [issue] = read.success ? [] : read.error.issues;
  return issue && `${issue.path.slice(1).join(".")}: ${issue.message}`;
}

function wrong(id: RequestId | undefined, code: number, message: string): Parsed {
  return { kind: "wrong", response: failure(id, { code, message }) };
}

export function isId(value: unknown): value is RequestId {
  return typeof value === "string" || (typeof value === "number" && Number.isSafeInteger(value));
}

export function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
