import { catalogue, type ErrorCode } from "../../errors.js";
import type { HeaderObject, MediaType, Ref, ResponseObject, SchemaObject } from "./openapi-document.js";

const reference = (section: string, name: string): Ref => ({ $ref: `#/components/${section}/${name}` });

/** The schema of problem documents (RFC 9457) with Lintel's members. */
const problem: SchemaObject = {
  title: "Problem",
  description: "What failed (RFC 9457). `code` never changes its meaning; decide by it, not by words.",
  type: "object",
  required: ["type", "title", "status", "detail", "code", "requestId"],
  properties: {
    type: { type: "string", format: "uri-reference" },
    title: { type: "string" },
    status: { type: "integer", minimum: 400, maximum: 599 },
    detail: { type: "string", description: "What was received, and what was expected." },
    code: { type: "string", examples: ["INPUT_INVALID"] },
    requestId: { type: "string" },
    next: { type: "string", description: "What to do now." },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["rule", "message"],
        properties: {
          pointer: { type: "string", format: "json-pointer", description: "Where in the body (RFC 6901)." },
          parameter: { type: "string", description: "Which parameter." },
          rule: { type: "string" },
          message: { type: "string" },
        },
      },
    },
  },
};

const meta: SchemaObject = {
  title: "Meta",
  type: "object",
  required: ["timestamp", "requestId"],
  properties: {
    timestamp: { type: "string", format: "date-time" },
    requestId: { type: "string" },
  },
};

const pageMeta: SchemaObject = {
  title: "PageMeta",
  type: "object",
  required: ["timestamp", "requestId", "page"],
  properties: {
    timestamp: { type: "string", format: "date-time" },
    requestId: { type: "string" },
    page: {
      type: "object",
      required: ["size", "next", "prev"],
      properties: {
        size: { type: "integer", minimum: 1, description: "Rows of a page at most." },
        next: { type: ["string", "null"], description: "The cursor for `page[after]`; null at the end." },
        prev: {
          type: ["string", "null"],
          description: "The cursor for `page[before]`; null at the beginning.",
        },
      },
    },
  },
};

export const sharedSchemas: { readonly [name: string]: SchemaObject } = {
  Problem: problem,
  Meta: meta,
  PageMeta: pageMeta,
};

export const sharedHeaders: { readonly [name: string]: HeaderObject } = {
  "X-Request-Id": {
    description: "Names this request in the logs.",
    schema: { type: "string" },
    required: true,
  },
  ETag: {
    description: "The version of the row; send it back in If-Match or If-None-Match.",
    schema: { type: "string" },
  },
  Location: { description: "Where the new row is.", schema: { type: "string", format: "uri-reference" } },
  Link: { description: "The next and the previous page (RFC 8288).", schema: { type: "string" } },
  "Retry-After": { description: "Seconds to wait.", schema: { type: "integer", minimum: 1 } },
  "WWW-Authenticate": { description: "How to authenticate (RFC 6750).", schema: { type: "string" } },
  RateLimit: { description: "What is left of the quota.", schema: { type: "string" } },
  "RateLimit-Policy": { description: "The quota.", schema: { type: "string" } },
  "Idempotency-Replayed": {
    description: "`true`: this is the first answer again, nothing was done anew.",
    schema: { type: "string", enum: ["true"] },
  },
};

/** An answer that worked: the envelope around `data`. */
export function success(
  description: string,
  data: SchemaObject | Ref,
  example: unknown,
  options: { readonly page?: boolean; readonly headers?: readonly string[] } = {},
): ResponseObject {
  const times = { timestamp: "2026-11-23T09:30:00.000Z", requestId: "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17" };
  const shown = options.page ? { ...times, page: { size: 20, next: null, prev: null } } : times;
  const content: MediaType = {
    schema: {
      type: "object",
      required: ["data", "meta"],
      properties: { data, meta: reference("schemas", options.page ? "PageMeta" : "Meta") },
    },
    ...(example !== undefined && { example: { data: example, meta: shown } }),
  };
  return { description, headers: headersOf(options.headers ?? []), content: { "application/json": content } };
}

/** 204 and 304. */
export function empty(description: string, headers: readonly string[] = []): ResponseObject {
  return { description, headers: headersOf(headers) };
}

/** What may go wrong, by status: the codes of each with their titles. Codes of a blueprint's own stand with a title. */
export function problems(
  codes: readonly (ErrorCode | { readonly code: string; readonly status: number; readonly title: string })[],
): { readonly [status: string]: ResponseObject } {
  const byStatus = new Map<number, string[]>();
  for (const one of codes) {
    const [status, words] =
      typeof one === "string"
        ? [catalogue[one][0], `${one}: ${catalogue[one][1]}.`]
        : [one.status, `${one.code}: ${one.title}`];
    byStatus.set(status, [...(byStatus.get(status) ?? []), words]);
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    sorted.map(([status, words]) => [
      String(status),
      {
        description: words.join(" "),
        headers: headersOf(failureHeaders[status] ?? []),
        content: { "application/problem+json": { schema: reference("schemas", "Problem") } },
      },
    ]),
  );
}

const failureHeaders: { readonly [status: number]: readonly string[] } = {
  401: ["WWW-Authenticate"],
  429: ["Retry-After"],
  503: ["Retry-After"],
};

function headersOf(names: readonly string[]): { readonly [name: string]: Ref } {
  return Object.fromEntries(
    ["X-Request-Id", "RateLimit", "RateLimit-Policy", ...names].map((name) => [
      name,
      reference("headers", name),
    ]),
  );
}
