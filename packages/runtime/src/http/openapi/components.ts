import type { HeaderObject, SchemaObject } from "./openapi-document.js";

/** What Lintel-Commit says and Lintel-Wait takes: which logs there are, and the number of a transaction. */
export const commitPattern = "^[0-9a-f]{12}\\.[1-9][0-9]{0,18}$";

const requestId: SchemaObject = { type: "string", minLength: 1, maxLength: 128, pattern: "^[!#-[\\]-~]+$" };

/** The schema of problem documents (RFC 9457) with Lintel's members. */
const problem: SchemaObject = {
  title: "Problem",
  description: "What failed (RFC 9457). `code` never changes its meaning; decide by it, not by words.",
  type: "object",
  required: ["type", "title", "status", "detail", "code", "requestId"],
  properties: {
    type: { type: "string", format: "uri-reference", maxLength: 300 },
    title: { type: "string", maxLength: 10_000 },
    status: { type: "integer", format: "int32", minimum: 400, maximum: 599 },
    detail: { type: "string", maxLength: 100_000, description: "What was received, and what was expected." },
    code: { type: "string", maxLength: 255, pattern: "^[A-Z][A-Z0-9_]*$", examples: ["INPUT_INVALID"] },
    requestId,
    next: { type: "string", maxLength: 10_000, description: "What to do now." },
    errors: {
      type: "array",
      minItems: 1,
      maxItems: 1_000,
      items: {
        type: "object",
        required: ["rule", "message"],
        properties: {
          pointer: {
            type: "string",
            format: "json-pointer",
            maxLength: 10_000,
            description: "Where in the body (RFC 6901).",
          },
          parameter: { type: "string", maxLength: 1_000, description: "Which parameter." },
          rule: { type: "string", maxLength: 255 },
          message: { type: "string", maxLength: 10_000 },
        },
      },
    },
  },
};

const timestamp: SchemaObject = { type: "string", format: "date-time", maxLength: 32 };
const cursor = {
  type: ["string", "null"],
  maxLength: 12_000,
  pattern: "^[A-Za-z0-9_-]+$",
};

const position: SchemaObject = {
  type: ["string", "null"],
  maxLength: 60,
  description:
    "How far a projection is in the log that it is derived from, at least: `epoch:position`. Null before it was built.",
};

const meta: SchemaObject = {
  title: "Meta",
  type: "object",
  required: ["timestamp", "requestId"],
  properties: { timestamp, requestId, position },
};

const pageMeta: SchemaObject = {
  title: "PageMeta",
  type: "object",
  required: ["timestamp", "requestId", "page"],
  properties: {
    timestamp,
    requestId,
    position,
    page: {
      type: "object",
      required: ["size", "next", "prev"],
      properties: {
        size: {
          type: "integer",
          format: "int32",
          minimum: 1,
          maximum: 2_147_483_647,
          description: "Rows of a page at most.",
        },
        next: { ...cursor, description: "The cursor for `page[after]`; null at the end." },
        prev: { ...cursor, description: "The cursor for `page[before]`; null at the beginning." },
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
  "X-Request-Id": { description: "Names this request in the logs.", schema: requestId, required: true },
  ETag: {
    description: "The version of the row; send it back in If-Match or If-None-Match.",
    schema: { type: "string", maxLength: 100, pattern: '^(W/)?"[!#-~]*"$' },
    required: true,
  },
  Location: {
    description: "Where the new row is.",
    schema: { type: "string", format: "uri-reference", maxLength: 2_048 },
    required: true,
  },
  Link: {
    description: "The next and the previous page (RFC 8288), where there are such.",
    schema: { type: "string", maxLength: 4_096, pattern: "^<" },
  },
  "Retry-After": {
    description: "Seconds to wait.",
    schema: { type: "integer", format: "int32", minimum: 1, maximum: 2_147_483_647 },
    required: true,
  },
  "WWW-Authenticate": {
    description: "How to authenticate (RFC 6750).",
    schema: { type: "string", maxLength: 1_000, pattern: "^Bearer" },
    required: true,
  },
  RateLimit: {
    description: "What is left of the quota (RFC 9651), unless there is none.",
    schema: { type: "string", maxLength: 100, pattern: '^"default";r=[0-9]+;t=[0-9]+$' },
  },
  "RateLimit-Policy": {
    description: "The quota (RFC 9651), unless there is none.",
    schema: { type: "string", maxLength: 100, pattern: '^"default";q=[0-9]+;w=[0-9]+$' },
  },
  "Access-Control-Allow-Origin": {
    description: "The origin of the page that asks, or *, where that page may read the answer.",
    schema: { type: "string", maxLength: 300, pattern: "^([*]|https?://[^/]+)$" },
  },
  "Lintel-Commit": {
    description:
      "Names what was committed, where something was: whoever sends it as Lintel-Wait reads a projection with that in it.",
    schema: { type: "string", maxLength: 32, pattern: commitPattern },
  },
  "Idempotency-Replayed": {
    description: "`true`: this is the first answer again, nothing was done anew.",
    schema: { type: "string", enum: ["true"] },
  },
};

/** Of a system whose callers have tenants: what is left to all callers of theirs follows what is left to them. */
export const tenantHeaders: { readonly [name: string]: HeaderObject } = {
  RateLimit: {
    description:
      "What is left of the quota of the caller, and of its tenant (RFC 9651), unless there is none.",
    schema: {
      type: "string",
      maxLength: 200,
      pattern: '^"default";r=[0-9]+;t=[0-9]+(, "tenant";r=[0-9]+;t=[0-9]+)?$',
    },
  },
  "RateLimit-Policy": {
    description: "The quota of the caller, and of its tenant (RFC 9651), unless there is none.",
    schema: {
      type: "string",
      maxLength: 200,
      pattern: '^"default";q=[0-9]+;w=[0-9]+(, "tenant";q=[0-9]+;w=[0-9]+)?$',
    },
  },
};
