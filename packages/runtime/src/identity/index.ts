export { anonymous } from "./actor.js";
export { type Authenticator, type AuthenticatorOptions, createAuthenticator } from "./authenticator.js";
export {
  createDevelopmentIssuer,
  type DevelopmentIssuer,
  issueToken,
  type TokenRequest,
} from "./development.js";
export { hashPassword, needsRehash, verifyAgainstNothing, verifyPassword } from "./passwords.js";
