import type { JWTPayload } from "jose";
import type { Actor } from "../blueprint/index.js";
import { refusal } from "./refusal.js";

/** Characters of a `sub` or a role at most (RFC 9068 sets none; OpenID Connect Core sets 255). */
const longest = 255;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const mostRoles = 100;
/** The end of the year 9999, in seconds: what PostgreSQL and JavaScript can both still say. */
const lastSecond = 253_402_300_799;
/** Control characters, and halves of characters that UTF-8 cannot carry. */
const unprintable = /[\p{Cc}\p{Cs}]/u;

/**
 * Who a token speaks for. The token's signature, issuer, audience and times have been checked already.
 *
 * A token never makes a service: that is what one of the system's own commands is. Scopes give nothing; roles do.
 *
 * @param latest The last second at which a token may have been issued.
 * @param tenantClaim The claim that names the caller's tenant, by its UUID; undefined where no row is of a tenant.
 * @throws `TOKEN_INVALID`
 */
export function actorOf(claims: JWTPayload, latest: number, tenantClaim?: string): Actor {
  const { sub, iat, exp } = claims;
  if (!isName(sub)) {
    throw refusal("TOKEN_INVALID", `The token needs a \`sub\`: 1 to ${longest} printable characters.`);
  }
  if (exp === undefined || !(exp > 0 && exp <= lastSecond)) {
    throw refusal("TOKEN_INVALID", "The token's `exp` is not a time between 1970 and 9999.");
  }
  if (iat !== undefined && !(iat >= 0 && iat <= latest && iat <= exp)) {
    throw refusal("TOKEN_INVALID", "The token's `iat` lies in the future, or after its `exp`.");
  }
  const who = { kind: "user", id: sub, roles: rolesOf(claims.roles) } as const;
  const tenant = tenantClaim === undefined ? undefined : tenantOf(claims[tenantClaim], tenantClaim);
  return Object.freeze(tenant === undefined ? who : { ...who, tenant });
}

function tenantOf(claim: unknown, name: string): string | undefined {
  if (claim === undefined) return undefined;
  if (typeof claim === "string" && uuid.test(claim)) return claim.toLowerCase();
  throw refusal("TOKEN_INVALID", `The token's \`${name}\` must be the id of a tenant: a UUID.`);
}

function rolesOf(claim: unknown): readonly string[] {
  if (claim === undefined) return Object.freeze([]);
  if (!Array.isArray(claim) || claim.length > mostRoles || !claim.every(isName)) {
    throw refusal(
      "TOKEN_INVALID",
      `The token's \`roles\` must be a list of at most ${mostRoles} strings of 1 to ${longest} printable characters.`,
    );
  }
  return Object.freeze([...new Set(claim)]);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= longest && !unprintable.test(value);
}
