/** Headers that a page may send. Those that every page may send anyway are not listed. */
const mayBeSent = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "Lintel-Wait",
  "Prefer",
  "traceparent",
  "tracestate",
  "X-Request-Id",
].join(", ");

/** Headers of an answer that a page may read. */
const mayBeRead = [
  "Accept-Patch",
  "Accept-Post",
  "Allow",
  "Deprecation",
  "ETag",
  "Idempotency-Replayed",
  "Link",
  "Lintel-Commit",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "Sunset",
  "traceparent",
  "WWW-Authenticate",
  "X-Request-Id",
].join(", ");

const methods = "GET, HEAD, POST, PATCH, DELETE";
/** Seconds for which a browser remembers an answer to a preflight: the most that Chromium takes. */
const rememberedFor = "7200";
const varyByOrigin = ["Vary", "Origin"];
const varyByPreflight = ["Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"];

/** Whose pages may read answers (Fetch Standard, 3.2). All headers are names and values in turn, made beforehand. */
export interface OriginPolicy {
  /** The headers of an answer. They belong to every answer, also to one without an `Origin`, because of caches. */
  answer(origin: string | undefined): readonly string[];
  /** The headers of the answer (204) to `OPTIONS` with `Access-Control-Request-Method`. */
  preflight(origin: string | undefined): readonly string[];
  /** Whether pages of this origin may call. */
  allows(origin: string): boolean;
}

/**
 * Lets the pages of these origins call, and no others. An origin is compared as a whole: neither a subdomain, nor
 * another port, nor `null` passes for one that is listed.
 *
 * Credentials of the browser (cookies) are never allowed, because Lintel takes none: a page sends its token itself.
 * `["*"]` therefore is safe for an API that anyone may call; it then stands in the headers as it is.
 *
 * @param origins As a browser sends them: `https://shop.example`, `http://localhost:5173`.
 * @throws `TypeError` for what is not an origin, and for `*` beside others.
 */
export function createOriginPolicy(origins: readonly string[]): OriginPolicy {
  if (origins.includes("*")) {
    if (origins.length > 1)
      throw new TypeError('The origins hold "*" and others; expected one or the other.');
    const forAll = allowing("*");
    return { answer: () => forAll.answer, preflight: () => forAll.preflight, allows: () => true };
  }
  const allowed = new Map(origins.map((origin) => [assertOrigin(origin), allowing(origin)]));
  const refused = {
    answer: Object.freeze([...varyByOrigin]),
    preflight: Object.freeze([...varyByPreflight]),
  };
  const decide = (origin: string | undefined) =>
    (origin === undefined ? undefined : allowed.get(origin)) ?? refused;
  return {
    answer: (origin) => decide(origin).answer,
    preflight: (origin) => decide(origin).preflight,
    allows: (origin) => allowed.has(origin),
  };
}

function allowing(origin: string) {
  const allow = ["Access-Control-Allow-Origin", origin];
  const vary = origin === "*" ? [] : varyByOrigin;
  return {
    answer: Object.freeze([...allow, "Access-Control-Expose-Headers", mayBeRead, ...vary]),
    preflight: Object.freeze([
      ...allow,
      ...["Access-Control-Allow-Methods", methods],
      ...["Access-Control-Allow-Headers", mayBeSent],
      ...["Access-Control-Max-Age", rememberedFor],
      ...varyByPreflight,
    ]),
  };
}

function assertOrigin(origin: string): string {
  const address = URL.canParse(origin) ? new URL(origin) : undefined;
  if (address?.origin === origin && /^https?:\/\/[^*]+$/.test(origin)) return origin;
  throw new TypeError(
    `"${origin}" is not an origin as browsers send it; expected a scheme, a host and a port where it is not the usual one: ${address && address.origin !== "null" ? address.origin : "https://shop.example"}.`,
  );
}
