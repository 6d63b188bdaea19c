import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { JSONWebKeySet, JWK } from "jose";

/**
 * An issuer of tokens for development. Its name is made of chance and its keys are known to nobody else, so its
 * tokens are good only where it was made: a production system trusts another issuer. All of it is plain JSON.
 */
export interface DevelopmentIssuer {
  /** `urn:lintel:development:` and 32 hexadecimal digits. */
  readonly issuer: string;
  readonly audience: string;
  /** The public key: `createAuthenticator({ issuer, audience, keys: { set }, ... })`. */
  readonly set: JSONWebKeySet;
  readonly privateKey: JWK;
}

export interface TokenRequest {
  /** The token's `sub`; `developer` unless told. */
  readonly subject?: string | undefined;
  readonly roles: readonly string[];
  /** The tenant that the token names, by its UUID, in the claim `tenant`; none unless told. */
  readonly tenant?: string | undefined;
  /** Milliseconds for which the token is good; 8 hours unless told. */
  readonly lifetime?: number | undefined;
  /** When it is issued, in milliseconds since 1970; now unless told. */
  readonly now?: number | undefined;
}

/** ES256 verifies in two thirds of the time of EdDSA on Node's OpenSSL. */
const algorithm = "ES256";

/** A new issuer of tokens for development, with a new key. */
export function createDevelopmentIssuer(): DevelopmentIssuer {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = { kid: randomBytes(8).toString("hex"), alg: algorithm, use: "sig" };
  return Object.freeze({
    issuer: `urn:lintel:development:${randomBytes(16).toString("hex")}`,
    audience: "urn:lintel:development",
    set: { keys: [{ ...publicKey.export({ format: "jwk" }), ...name }] },
    privateKey: { ...privateKey.export({ format: "jwk" }), ...name },
  });
}

/**
 * A token in the form of RFC 9068, signed by an issuer for development.
 *
 * @example
 * const token = await issueToken(createDevelopmentIssuer(), { roles: ["catalog-manager"] });
 */
export async function issueToken(from: DevelopmentIssuer, request: TokenRequest): Promise<string> {
  const { subject = "developer", roles, tenant, lifetime = 8 * 3_600_000, now = Date.now() } = request;
  const issued = Math.floor(now / 1_000);
  // Only what issues tokens waits for what signs them to be loaded.
  const [{ SignJWT }, { importJWK }] = await Promise.all([
    import("jose/jwt/sign"),
    import("jose/key/import"),
  ]);
  return new SignJWT({ roles: [...roles], ...(tenant !== undefined && { tenant }) })
    .setProtectedHeader({
      alg: algorithm,
      typ: "at+jwt",
      ...(from.privateKey.kid && { kid: from.privateKey.kid }),
    })
    .setIssuer(from.issuer)
    .setAudience(from.audience)
    .setSubject(subject)
    .setIssuedAt(issued)
    .setExpirationTime(issued + Math.round(lifetime / 1_000))
    .setJti(randomBytes(12).toString("base64url"))
    .sign(await importJWK(from.privateKey, algorithm));
}
