import type { Facts } from "../facts.js";
import {
  type Authenticator,
  believesNobody,
  createAuthenticator,
  type DevelopmentIssuer,
  type Revocations,
} from "../identity/index.js";
import type { Settings } from "./settings.js";

/**
 * Whose tokens are believed, and where rows are of tenants, the claim that names the caller's: the development issuer's, or those of the issuer in the settings;
 * else nobody's.
 */
export function authenticatorOf(
  settings: Settings,
  development: DevelopmentIssuer | undefined,
  revocations: Revocations,
  facts: Facts,
  tenants: boolean,
): Authenticator {
  const tenantClaim = tenants ? "tenant" : undefined;
  if (development !== undefined) {
    const { issuer, audience, set } = development;
    return createAuthenticator({ issuer, audience, keys: { set }, revocations, facts, tenantClaim });
  }
  const { authentication } = settings;
  if (authentication === undefined) return believesNobody;
  const { jwksUrl, tenantClaim: named = tenantClaim, ...expected } = authentication;
  return createAuthenticator({
    ...expected,
    tenantClaim: tenantClaim && named,
    keys: { url: jwksUrl },
    revocations,
    facts,
  });
}
