import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Keeps the secrets of endpoints unreadable for whoever reads the database alone. */
export interface Sealer {
  /** `about` says what it is for: it opens under the same words only, so that nobody can put it in another's place. */
  seal(plain: string, about: string): string;
  /** Undefined where it was sealed with a key that is not known any more, or is not what was sealed. */
  open(sealed: string, about: string): string | undefined;
  /** Whether it was sealed with the key that is used now. */
  isCurrent(sealed: string): boolean;
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

const version = "s1";
const [nonceLength, tagLength] = [12, 16];

/**
 * Seals with AES-256-GCM under a key that HKDF-SHA256 makes of the first secret; opens what was sealed under any of them. What is
 * sealed says by an id which key that was, and nothing of the key.
 */
export function createSealer(secrets: readonly [string | Buffer, ...(string | Buffer)[]]): Sealer {
  const [current, ...older] = secrets.map(keyOf) as [Key, ...Key[]];
  const keys = new Map([...older, current].map((key) => [key.id, key]));
  return {
    seal(plain, about) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv("aes-256-gcm", current.bytes, nonce).setAAD(Buffer.from(about));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      const whole = Buffer.concat([nonce, cipher.getAuthTag(), text]);
      return `${version}.${current.id}.${whole.toString("base64url")}`;
    },
    open(sealed, about) {
      const [form, id = "", encoded = ""] = sealed.split(".");
      const key = keys.get(id);
      const whole = Buffer.from(encoded, "base64url");
      if (form !== version || !key || whole.length < nonceLength + tagLength) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, whole.subarray(0, nonceLength), {
        authTagLength: tagLength,
      });
      decipher.setAAD(Buffer.from(about)).setAuthTag(whole.subarray(nonceLength, nonceLength + tagLength));
      try {
        const text = decipher.update(whole.subarray(nonceLength + tagLength));
        return Buffer.concat([text, decipher.final()]).toString("utf8");
      } catch {
        return undefined;
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${version}.${current.id}.`),
  };
}

function keyOf(secret: string | Buffer): Key {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, "", `lintel webhooks ${purpose}`, length));
  return { id: derive("key id", 4).toString("hex"), bytes: derive("key", 32) };
}
