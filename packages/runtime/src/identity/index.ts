export { anonymous } from "./actor.js";
export {
  type Authenticator,
  type AuthenticatorOptions,
  type Believed,
  believesNobody,
  createAuthenticator,
} from "./authenticator.js";
export {
  createDevelopmentIssuer,
  type DevelopmentIssuer,
  issueToken,
  type TokenRequest,
} from "./development.js";
export { hashPassword, needsRehash, verifyAgainstNothing, verifyPassword } from "./passwords.js";
export { keptDays, readRevocations, writeRevocation } from "./revocation-store.js";
export { createRevocations, type Revocation, type Revocations } from "./revocations.js";
