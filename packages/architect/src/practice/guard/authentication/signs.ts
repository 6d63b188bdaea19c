import { importsOf } from "../manifest/index.js";
import { keyOf, type Node, type Source, walk } from "../source/index.js";
import { runtimeNames } from "../test-first/runtime-names.js";

/** Something by which a system comes to know who asks. */
export interface Sign {
  readonly what: string;
  readonly offset: number;
}

const packages =
  /^(?:passport(?:-.+)?|jsonwebtoken|jose|jws|fast-jwt|bcrypt(?:js)?|argon2|@node-rs\/(?:argon2|bcrypt)|oidc-provider|openid-client|oauth4webapi|@panva\/.+|express-(?:jwt|session|openid-connect|basic-auth)|jwks-rsa|@fastify\/(?:jwt|oauth2|auth|session|secure-session|passport|basic-auth|bearer-auth)|koa-(?:jwt|passport|session)|hono\/(?:jwt|basic-auth|bearer-auth)|cookie-session|next-auth|@auth\/.+|better-auth|lucia|arctic|oslo|@clerk\/.+|auth0|@auth0\/.+|@okta\/.+|keycloak-connect|@nestjs\/(?:jwt|passport)|firebase-admin\/auth|aws-jwt-verify|@simplewebauthn\/.+|otplib|speakeasy|grant|simple-oauth2|@aws-sdk\/client-cognito.*|@supabase\/auth.*|supertokens-node|iron-session|paseto|scrypt-kdf)(?:\/.*)?$/;
/** Words of a blueprint that ask for a token, or keep passwords. */
const words = new Set([
  "role",
  "owner",
  "signedIn",
  "hashPassword",
  "verifyPassword",
  "verifyAgainstNothing",
]);

/** The signs in a file, by what they are: the same sign twice is told of once for each. */
export function signsOf(source: Source): readonly Sign[] {
  const signs: Sign[] = [];
  for (const { specifier, isType, offset } of importsOf(source))
    if (!isType && packages.test(specifier)) signs.push({ what: `the package ${specifier}`, offset });
  const names = runtimeNames(source);
  if (names.size === 0) return signs;
  walk(source.program, (node: Node) => {
    if (node.type === "ImportDeclaration") return false;
    if (node.type === "Identifier") {
      const word = names.get(node.name);
      if (word !== undefined && words.has(word)) signs.push({ what: wordOf(word), offset: node.start });
    }
    if (
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      names.get(node.callee.name) === "environment"
    ) {
      const [options] = node.arguments;
      if (options?.type === "ObjectExpression")
        for (const one of options.properties)
          if (one.type === "Property" && keyOf(one) === "authentication")
            signs.push({ what: "an issuer of tokens", offset: one.start });
    }
    return true;
  });
  return signs;
}

function wordOf(word: string): string {
  return /Password|Nothing/.test(word) ? `passwords (${word})` : `an access rule (${word})`;
}
