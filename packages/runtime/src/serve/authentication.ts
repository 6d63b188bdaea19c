import type { Facts } from "../facts.js";
import {
  type Authenticator,
  believesNobody,
  createAuthenticator,
  type DevelopmentIssuer,
  type Revocations,
} from "../identity/index.js";
import type { Settings } from "./settings.js";

/** Whose tokens are believed: the development issuer's, or those of the issuer in the settings; else nobody's. */
export function authenticatorOf(
  settings: Settings,
  development: DevelopmentIssuer | undefined,
  revocations: Revocations,
  facts: Facts,
): Authenticator {
  if (development !== undefined) {
    const { issuer, audience, set } = development;
    return createAuthenticator({ issuer, audience, keys: { set }, revocations, facts });
  }
  const { authentication } = settings;
  if (authentication === undefined) return believesNobody;
  const { jwksUrl, ...expected } = authentication;
  return createAuthenticator({ ...expected, keys: { url: jwksUrl }, revocations, facts });
}
