import type { Facts } from "../facts.js";
import {
  type Authenticator,
  anonymous,
  createAuthenticator,
  type DevelopmentIssuer,
} from "../identity/index.js";
import type { Settings } from "./settings.js";

/** Whose tokens are believed: the development issuer's, or those of the issuer in the settings; else nobody's. */
export function authenticatorOf(
  settings: Settings,
  development: DevelopmentIssuer | undefined,
  facts: Facts,
): Authenticator {
  if (development !== undefined) {
    const { issuer, audience, set } = development;
    return createAuthenticator({ issuer, audience, keys: { set }, facts });
  }
  const { authentication } = settings;
  if (authentication === undefined) return believesNobody;
  const { jwksUrl, ...expected } = authentication;
  return createAuthenticator({ ...expected, keys: { url: jwksUrl }, facts });
}

const believesNobody: Authenticator = Object.freeze({
  authenticate: () => anonymous,
  prefetch: async () => {},
});
