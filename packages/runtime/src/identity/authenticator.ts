import type { JSONWebKeySet } from "jose";
import { jwtVerify } from "jose/jwt/verify";
import { LRUCache } from "lru-cache";
import type { Actor, TokenAlgorithm } from "../blueprint/index.js";
import { LintelError } from "../errors.js";
import type { Facts } from "../facts.js";
import { anonymous } from "./actor.js";
import { actorOf } from "./claims.js";
import { assertTrustworthy } from "./fetch-keys.js";
import { fixedKeys, publishedKeys } from "./key-set.js";
import { refusal, refusalOf } from "./refusal.js";
import type { Revocations, TokenClaims } from "./revocations.js";

const everyAlgorithm: readonly string[] = ["EdDSA", "ES256", "ES384", "PS256", "RS256"];
const defaultAlgorithms: readonly TokenAlgorithm[] = ["ES256", "EdDSA", "RS256"];
/** What a token may call itself (RFC 9068, section 2.1, and RFC 7519, section 5.1). */
const types = new Set(["jwt", "at+jwt", "application/jwt", "application/at+jwt"]);
/** Characters of an `Authorization` header at most. */
const longest = 8_192;
/** Milliseconds for which a token is believed without looking at it again. */
const rememberedFor = 5 * 60_000;
const mostRemembered = 10_000;
/** Characters of all remembered tokens together. */
const mostCharacters = 8 * 1024 * 1024;

export interface AuthenticatorOptions {
  /** The only `iss` that is accepted. */
  readonly issuer: string;
  /** What `aud` must be, or hold. */
  readonly audience: string;
  /** `["ES256", "EdDSA", "RS256"]` unless told. */
  readonly algorithms?: readonly TokenAlgorithm[] | undefined;
  /** Milliseconds by which clocks may be apart; 5,000 unless told. */
  readonly clockSkew?: number | undefined;
  /** The claim that names the caller's tenant; undefined where no row is of a tenant, and nobody looks at it. */
  readonly tenantClaim?: string | undefined;
  /** Where the issuer publishes its public keys, or the keys themselves. */
  readonly keys: { readonly url: string } | { readonly set: JSONWebKeySet };
  /** Which tokens are believed no more, whatever they say; none unless told. */
  readonly revocations?: Pick<Revocations, "covers" | "subscribe"> | undefined;
  readonly facts: Facts;
  /** Milliseconds since 1970; `Date.now` unless told. */
  readonly clock?: (() => number) | undefined;
}

/** Finds out who sends a request. */
export interface Authenticator {
  /**
   * Who the value of an `Authorization` header speaks for; nobody known where there is none.
   *
   * Answers at once for a token that it has verified before, and through a promise otherwise. Never throws: the
   * promise rejects with `TOKEN_INVALID` or `TOKEN_EXPIRED` (401, with `WWW-Authenticate`), or with
   * `IDENTITY_UNAVAILABLE` (503, with `Retry-After`) where the issuer's keys cannot be had.
   */
  authenticate(authorization: string | undefined): Actor | Promise<Actor>;
  /** The same, for whoever is to be looked at again: a connection that outlives the moment. */
  believe(authorization: string | undefined): Believed | Promise<Believed>;
  /**
   * Whether what was believed is so still, as far as can be said at once: the token has not expired, nor been revoked, nor was it
   * verified more than 5 minutes ago or with other keys than there are now. Where not, {@link Authenticator.believe} tells.
   */
  isBelieved(believed: Believed): boolean;
  /** Has the issuer's keys at hand before the first request, if they can be had. Never rejects. */
  prefetch(): Promise<void>;
}

/** A token that was verified, or none. */
export interface Believed extends TokenClaims {
  /** Undefined where there was none. */
  readonly authorization: string | undefined;
  readonly actor: Actor;
  /** Milliseconds since 1970 up to which it need not be verified again. */
  readonly until: number;
  /** Which of the issuer's keys, of all that there were in turn, it was verified with. */
  readonly generation: number;
}

const nobody: Believed = Object.freeze({
  authorization: undefined,
  actor: anonymous,
  until: Number.POSITIVE_INFINITY,
  generation: 0,
  subject: "",
});

/** For a system without an issuer: whoever asks is anonymous. */
export const believesNobody: Authenticator = Object.freeze({
  authenticate: () => anonymous,
  believe: () => nobody,
  isBelieved: () => true,
  prefetch: async () => {},
});

/**
 * Makes what verifies bearer tokens: JSON Web Tokens (RFC 7519) as RFC 8725 and RFC 9068 would have it.
 *
 * A token is accepted when its algorithm is on the list, its `typ` is `JWT` or `at+jwt`, its signature verifies
 * with a key of the issuer, `iss` and `aud` are the expected ones, `exp` is there and has not passed, `nbf` and
 * `iat` do not lie in the future, `sub` has 1 to 255 characters and `roles`, where given, is a list of at most 100
 * strings; and the claim of the tenant, where given and rows are of tenants, is a UUID. Keys or addresses of keys in the token itself (`jwk`, `jku`, `x5u`, `x5c`) are never looked at. Where a
 * claim stands twice, the last one counts (RFC 7519, section 4).
 *
 * A verified token is remembered until it expires, for 5 minutes at most, and no longer than the issuer's keys
 * stay as they are: a withdrawn key stops working within 10 minutes.
 *
 * @throws `TypeError` for an algorithm that is not safe, and for keys to be fetched without TLS from elsewhere.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { issuer, audience, facts, revocations, tenantClaim, clock = Date.now, clockSkew = 5_000 } = options;
  const algorithms = options.algorithms ?? defaultAlgorithms;
  for (const algorithm of algorithms) {
    if (!everyAlgorithm.includes(algorithm)) {
      throw new TypeError(
        `Tokens cannot be accepted with "${algorithm}"; expected ${everyAlgorithm.join(", ")}.`,
      );
    }
  }
  const verification = {
    issuer,
    audience,
    // RFC 9864 gave Ed25519 a name of its own; both mean the same signature.
    algorithms: algorithms.flatMap((name) => (name === "EdDSA" ? [name, "Ed25519"] : [name])),
    clockTolerance: clockSkew / 1_000,
    requiredClaims: ["exp", "sub"],
  };
  const remembered = new LRUCache<string, Believed>({
    max: mostRemembered,
    maxSize: mostCharacters,
    sizeCalculation: ({ authorization }) => authorization?.length ?? 1,
  });
  const running = new Map<string, Promise<Believed>>();
  let generation = 0;
  const replaced = () => {
    generation += 1;
    remembered.clear();
  };
  revocations?.subscribe(() => {
    for (const [name, believed] of remembered) if (revocations.covers(believed)) remembered.delete(name);
  });
  if ("url" in options.keys) assertTrustworthy(options.keys.url);
  const keys =
    "url" in options.keys
      ? publishedKeys(options.keys.url, facts, clock, replaced)
      : fixedKeys(options.keys.set);

  const verify = async (authorization: string): Promise<Believed> => {
    const now = clock();
    const began = generation;
    try {
      const token = tokenOf(authorization);
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        ...verification,
        currentDate: new Date(now),
      });
      if (typeof protectedHeader.typ !== "string" || !types.has(protectedHeader.typ.toLowerCase())) {
        throw refusal("TOKEN_INVALID", "The token's `typ` is not accepted; accepted: JWT, at+jwt.");
      }
      const actor = actorOf(payload, (now + clockSkew) / 1_000, tenantClaim);
      const expires = (payload.exp ?? 0) * 1_000 + clockSkew;
      const believed: Believed = Object.freeze({
        authorization,
        actor,
        until: Math.min(expires, now + rememberedFor),
        generation: began,
        subject: actor.id,
        tokenId: payload.jti,
        issuedAt: payload.iat,
      });
      if (revocations?.covers(believed)) throw refusal("TOKEN_REVOKED", "The token has been revoked.");
      // Keys that were replaced in between may have been replaced because of this very token.
      if (generation === began) remembered.set(nameOf(authorization), believed);
      return believed;
    } catch (error) {
      throw error instanceof LintelError ? error : refusalOf(error, algorithms);
    }
  };

  const knownOf = (authorization: string): Believed | undefined => {
    const known = remembered.get(nameOf(authorization));
    return known?.authorization === authorization && clock() < known.until ? known : undefined;
  };
  const ask = (authorization: string): Promise<Believed> => {
    const same = running.get(authorization);
    if (same !== undefined) return same;
    const verifying = verify(authorization).finally(() => running.delete(authorization));
    running.set(authorization, verifying);
    return verifying;
  };

  return {
    authenticate(authorization) {
      if (authorization === undefined) return anonymous;
      return knownOf(authorization)?.actor ?? ask(authorization).then(({ actor }) => actor);
    },
    believe(authorization) {
      if (authorization === undefined) return nobody;
      return knownOf(authorization) ?? ask(authorization);
    },
    isBelieved: (believed) =>
      believed.authorization === undefined ||
      (clock() < believed.until && believed.generation === generation && !revocations?.covers(believed)),
    prefetch: () => keys.prefetch(),
  };
}

/**
 * Under what a token is remembered: the end of its signature, which is a third of the work to look up that the whole
 * would be. Whoever asks must compare the whole, since anyone can make a token that ends as another does.
 */
function nameOf(authorization: string): string {
  return authorization.slice(-32);
}

/** The token of `Bearer <token>` (RFC 6750, section 2.1; the scheme's case does not matter). */
function tokenOf(authorization: string): string {
  if (authorization.length > longest) {
    throw refusal(
      "TOKEN_INVALID",
      `The Authorization header has ${authorization.length} characters; at most ${longest} are read.`,
    );
  }
  const token = /^bearer +([\w\-.~+/]+=*) *$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw refusal("TOKEN_INVALID", "The Authorization header is not of the form `Bearer <token>`.");
  }
  return token;
}
