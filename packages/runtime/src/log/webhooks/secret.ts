import { randomBytes } from "node:crypto";

const prefix = "whsec_";
const [fewest, usual, most] = [24, 32, 64];

/** A new secret for an endpoint: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return `${prefix}${randomBytes(usual).toString("base64")}`;
}

/** The bytes of a secret. Undefined for what is none: another prefix, no base64, fewer than 24 bytes or more than 64. */
export function readSecret(text: string): Buffer | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const encoded = text.slice(prefix.length);
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length < fewest || bytes.length > most || bytes.toString("base64") !== encoded) return undefined;
  return bytes;
}
