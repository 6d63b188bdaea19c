import { createHash } from "node:crypto";

/** PostgreSQL cuts longer names off without a word. */
const longest = 63;

/**
 * A name of at most 63 bytes: `base` and `suffix` joined by an underscore, or, where that is too long, the base
 * cut off and eight hexadecimal digits of its SHA-256 in between. The same input gives the same name for ever.
 */
export function objectName(base: string, suffix: string): string {
  const name = `${base}_${suffix}`;
  if (Buffer.byteLength(name) <= longest) return name;
  return withDigest(base, suffix, base);
}

function withDigest(base: string, suffix: string, distinct: string): string {
  const digest = createHash("sha256").update(distinct).digest("hex").slice(0, 8);
  const room = longest - Buffer.byteLength(suffix) - digest.length - 2;
  return `${cut(base, room)}_${digest}_${suffix}`;
}

function cut(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > bytes) kept = [...kept].slice(0, -1).join("");
  return kept;
}

/** Gives names out for one schema, each of them once. */
export interface NameRegister {
  /** The name for `base` and `suffix`; where it is taken, `definition` makes another one of it. */
  take(base: string, suffix: string, definition: string): string;
}

/** A register in which `taken` are already given out. */
export function createNameRegister(taken: Iterable<string>): NameRegister {
  const names = new Set(taken);
  return {
    take(base, suffix, definition) {
      const plain = objectName(base, suffix);
      const name = names.has(plain) ? withDigest(base, suffix, `${base}\n${definition}`) : plain;
      names.add(name);
      return name;
    },
  };
}
