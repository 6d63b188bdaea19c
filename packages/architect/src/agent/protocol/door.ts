import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Why a request is not let in. */
export interface Refused {
  readonly status: 401 | 403 | 404 | 405 | 415;
  readonly message: string;
  readonly headers?: { readonly [name: string]: string };
}

export const PATH = "/mcp";

const loopback = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Who may come in: a program on this machine that knows the token. `Host` and `Origin` have to be this server's own, since a page in a browser could
 * otherwise reach it under a name of its own (DNS rebinding).
 */
export function refusalAt(
  {
    method,
    url,
    headers,
  }: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders },
  { port, token }: { readonly port: number; readonly token: string },
): Refused | undefined {
  const hosts = loopback.map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? ""))
    return { status: 403, message: "This Host is not the server's own." };
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return { status: 403, message: "This Origin is not the server's own." };
  if (url.split("?")[0] !== PATH) return { status: 404, message: `There is only ${PATH}.` };
  if (!isKnown(headers.authorization, token))
    return {
      status: 401,
      message:
        "The token is missing or another: Authorization: Bearer <the token that was printed at the start>.",
      headers: { "www-authenticate": "Bearer" },
    };
  if (method !== "POST")
    return {
      status: 405,
      message: "There are no sessions and no stream of the server's own: use POST.",
      headers: { allow: "POST" },
    };
  if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? ""))
    return { status: 415, message: "The body is application/json." };
  return undefined;
}

function isKnown(given: string | undefined, token: string): boolean {
  const match = /^Bearer +(\S+)$/i.exec(given ?? "");
  return match?.[1] !== undefined && timingSafeEqual(digest(match[1]), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
