import * as errors from "jose/errors";
import { failure, type LintelError } from "../errors.js";

/** Seconds after which keys that could not be had may be asked for again. */
const retryAfter = 5;

/** The issuer's keys cannot be had, so that nothing can be said of a token. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super("the issuer's keys cannot be had", { cause });
    this.name = "KeysUnavailable";
  }
}

/** A token that is refused (RFC 6750, section 3.1). The detail never holds any of the token. */
export function refusal(
  code: "TOKEN_INVALID" | "TOKEN_EXPIRED" | "TOKEN_REVOKED",
  detail: string,
  cause?: unknown,
): LintelError {
  return failure(code, detail, { cause, headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } });
}

const claimDetails: { readonly [claim: string]: string } = {
  iss: "The token's `iss` is not the issuer whose tokens are accepted here.",
  aud: "The token's `aud` does not name this system.",
  exp: "The token needs an `exp`: a number of seconds since 1970.",
  nbf: "The token's `nbf` lies in the future, or is not a number of seconds since 1970.",
  iat: "The token's `iat` is not a number of seconds since 1970.",
  sub: "The token needs a `sub`: a string.",
};

/** What the client is told when verification throws: `TOKEN_EXPIRED`, `IDENTITY_UNAVAILABLE` or `TOKEN_INVALID`. */
export function refusalOf(error: unknown, algorithms: readonly string[]): LintelError {
  if (error instanceof KeysUnavailable) {
    return failure("IDENTITY_UNAVAILABLE", "The keys of the issuer of tokens cannot be had at the moment.", {
      cause: error.cause,
      headers: { "Retry-After": String(retryAfter) },
    });
  }
  if (error instanceof errors.JWTExpired) {
    return refusal("TOKEN_EXPIRED", "The token's `exp` has passed.", error);
  }
  return refusal("TOKEN_INVALID", detailOf(error, algorithms), error);
}

function detailOf(error: unknown, algorithms: readonly string[]): string {
  if (error instanceof errors.JWTClaimValidationFailed) {
    return claimDetails[error.claim] ?? "A claim of the token is not valid.";
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return `The token's \`alg\` is not accepted; accepted: ${algorithms.join(", ")}.`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return "The token's signature does not match its content.";
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return "The token's `kid` names no key of the issuer.";
  }
  return "The token is not a signed JSON Web Token: expected three base64url parts joined by dots.";
}
