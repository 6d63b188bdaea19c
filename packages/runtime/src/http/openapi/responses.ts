import { catalogue, type ErrorCode } from "../../errors.js";
import type { MediaType, Ref, ResponseObject, SchemaObject } from "./openapi-document.js";

const reference = (section: string, name: string): Ref => ({ $ref: `#/components/${section}/${name}` });

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

/** 304 of what has no ETag, so that only `If-None-Match: *` can ask for nothing that is there (RFC 9110, 13.1.2). */
export const unchangedByStar: ResponseObject = empty(
  "It was asked for only if there were none at all (`If-None-Match: *`): it has no ETag.",
);

/** A code with its status, where it is not one of the catalogue: it bears an entity's name, or a command declares it. */
export interface OwnCode {
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

/**
 * What may go wrong, by status: the codes of each, in words and in the schema. A code that is said twice is said by
 * the one who says it last.
 */
export function problems(codes: readonly (ErrorCode | OwnCode)[]): {
  readonly [status: string]: ResponseObject;
} {
  const byStatus = new Map<number, Map<string, string>>();
  for (const one of codes) {
    const { code, status, title } = typeof one === "string" ? known(one) : one;
    const words = byStatus.get(status) ?? new Map<string, string>();
    byStatus.set(status, words.set(code, title));
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    sorted.map(([status, words]) => [
      String(status),
      {
        description: [...words].map(([code, title]) => `${code}: ${title.replace(/\.?$/, ".")}`).join(" "),
        headers: headersOf(failureHeaders[status] ?? []),
        content: {
          "application/problem+json": {
            schema: {
              allOf: [
                reference("schemas", "Problem"),
                {
                  type: "object",
                  properties: {
                    status: { const: status },
                    code: { type: "string", enum: [...words.keys()] },
                  },
                },
              ],
            },
          },
        },
      },
    ]),
  );
}

function known(code: ErrorCode): OwnCode {
  const [status, title] = catalogue[code];
  return { code, status, title };
}

const failureHeaders: { readonly [status: number]: readonly string[] } = {
  401: ["WWW-Authenticate"],
  429: ["Retry-After"],
  503: ["Retry-After"],
};

function headersOf(names: readonly string[]): { readonly [name: string]: Ref } {
  return Object.fromEntries(
    ["X-Request-Id", "RateLimit", "RateLimit-Policy", "Access-Control-Allow-Origin", ...names].map((name) => [
      name,
      reference("headers", name),
    ]),
  );
}
