import { catalogue, failure, LintelError } from "../errors.js";

/** What a client reads when something fails (RFC 9457), and the headers that go with it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** For 500 the client learns nothing but the request id; the cause stands in the fact. */
const silence = "What went wrong is kept with the request id, for the operator.";

/** Seconds after which trying again may help, where nothing better is known. */
const retryAfter = "1";

/** What is thrown, as a failure from the catalogue. What is not one already is a fault of ours: `INTERNAL`. */
export function asFailure(error: unknown): LintelError {
  return error instanceof LintelError ? error : failure("INTERNAL", silence, { cause: error });
}

/** The problem document of a failure. Holds no stack, no SQL and no cause. */
export function problemOf(error: LintelError, requestId: string): Problem {
  const { status, publicCode } = error;
  const headers: string[] = [];
  for (const [name, value] of Object.entries(error.headers)) headers.push(name.toLowerCase(), value);
  if (status === 401) addMissing(headers, "www-authenticate", challenge(error));
  if (status === 503) addMissing(headers, "retry-after", retryAfter);
  return {
    status,
    code: publicCode,
    headers,
    body: JSON.stringify({
      type: `/docs/errors#${publicCode}`,
      title: error.title,
      status,
      detail: status === 500 ? silence : error.message,
      code: publicCode,
      errors: error.errors.length > 0 ? error.errors : undefined,
      requestId,
      next: error.code === "DECLARED" ? undefined : catalogue[error.code][2],
    }),
  };
}

/** RFC 6750, 3: the reason is said only where a token was sent. */
function challenge(error: LintelError): string {
  return error.code === "TOKEN_MISSING" ? "Bearer" : 'Bearer error="invalid_token"';
}

function addMissing(headers: string[], name: string, value: string): void {
  if (!headers.includes(name)) headers.push(name, value);
}
