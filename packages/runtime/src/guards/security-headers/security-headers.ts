import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import helmet, { type HelmetOptions } from "helmet";

type ContentPolicy = Record<string, readonly string[]>;

/** Nothing may be loaded, framed or submitted: what is answered is data (OWASP REST Security Cheat Sheet). */
const nothing: ContentPolicy = {
  "default-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  "frame-ancestors": ["'none'"],
};

/** A year, as browsers want it before they remember it for good. Without TLS browsers pass it over. */
const transport = { maxAge: 31_536_000, includeSubDomains: true };

/**
 * The security headers of every answer of the API, names and values in turn. Frozen, and always the same: made once
 * at start by helmet. What only concerns pages in a browser (download prompts, DNS prefetch, the long-gone XSS
 * filter) is left out, since each header costs time and bytes in every answer.
 */
export const apiHeaders: readonly string[] = headersOf({
  contentSecurityPolicy: { useDefaults: false, directives: nothing },
  strictTransportSecurity: transport,
  referrerPolicy: { policy: "no-referrer" },
  xFrameOptions: { action: "deny" },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** Of a page and its parts that are files of this server: they may run, show and ask for what comes from it alone. */
export const fileHeaders: readonly string[] = headersOf({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      ...nothing,
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "img-src": ["'self'", "data:"],
      "connect-src": ["'self'"],
    },
  },
  strictTransportSecurity: transport,
  referrerPolicy: { policy: "no-referrer" },
  xFrameOptions: { action: "deny" },
});

export interface PageParts {
  /** The text inside of each `<script>`, exactly as it stands in the page. */
  readonly scripts: readonly string[];
  /** The text inside of each `<style>`. */
  readonly styles: readonly string[];
}

/**
 * The security headers of a page whose scripts and styles stand in the page itself, names and values in turn. Only
 * those run, known by their SHA-256 (CSP Level 3), and they may only ask this server.
 */
export function pageHeaders(parts: PageParts): readonly string[] {
  return headersOf({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...nothing,
        "script-src": sources(parts.scripts),
        "style-src": sources(parts.styles),
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
      },
    },
    strictTransportSecurity: transport,
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
}

function sources(texts: readonly string[]): readonly string[] {
  if (texts.length === 0) return ["'none'"];
  return texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
}

/** What helmet would set, found out by letting it set them once on something that only remembers. */
function headersOf(options: HelmetOptions): readonly string[] {
  const set: string[] = [];
  const response: Pick<ServerResponse, "removeHeader"> & { setHeader(name: string, value: string): void } = {
    setHeader: (name, value) => void set.push(name, value),
    removeHeader: () => {},
  };
  helmet(options)({} as never, response as never, (error?: unknown) => {
    if (error) throw error;
  });
  return Object.freeze(set);
}
