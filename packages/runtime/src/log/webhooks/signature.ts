import { createHmac } from "node:crypto";

/** A message as it is signed. */
export interface SignedMessage {
  /** The same each time that the message is sent. */
  readonly id: string;
  /** Seconds since 1970 at which it is sent this time. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The value of `webhook-signature`: one HMAC-SHA256 for each secret, the newest first, so that a receiver who knows any of them
 * believes the message while a secret is replaced (Standard Webhooks, "Signature scheme").
 */
export function signatureOf({ id, timestamp, body }: SignedMessage, secrets: readonly Buffer[]): string {
  const signed = `${id}.${timestamp}.${body}`;
  return secrets
    .map((secret) => `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`)
    .join(" ");
}

/** The headers that say which message it is and who has sent it. */
export function signatureHeaders(
  message: SignedMessage,
  secrets: readonly Buffer[],
): { readonly [header: string]: string } {
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(message.timestamp),
    "webhook-signature": signatureOf(message, secrets),
  };
}
