import { createRequire } from "node:module";
import { failure } from "../errors.js";

/** Loaded at the first password: it is a library of machine code, and most processes see none. */
const argon2 = (): typeof import("@node-rs/argon2") => {
  loaded ??= createRequire(import.meta.url)("@node-rs/argon2") as typeof import("@node-rs/argon2");
  return loaded;
};
let loaded: typeof import("@node-rs/argon2") | undefined;

/** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB of memory, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** `Algorithm.Argon2id` and `Version.V0x13`, whose enumerations exist for the compiler only. */
const argon2id = 2;
const version13 = 1;
const shortest = 8;
const longest = 1_024;

/** The hash of a password that nobody has, at the same cost as every other. */
const nobodys =
  "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTE2Yg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/**
 * The Argon2id hash of a password (RFC 9106), with its salt and cost, as a PHC string of about 97 characters.
 *
 * The password has 8 to 1,024 characters, counted after Unicode normalisation (NFKC, so that the same keys pressed
 * on another machine give the same password). Takes about 20 ms and 19 MiB, on a thread of its own.
 *
 * @throws `INPUT_INVALID` for a password that is too short, too long or not Unicode; it is never repeated.
 * @example
 * await db.account.insert({ email: input.email, passwordHash: await hashPassword(input.password) });
 */
export async function hashPassword(password: string): Promise<string> {
  const normal = password.normalize("NFKC");
  const length = lengthOf(normal);
  if (length < shortest) throw refused(length, "minLength");
  if (length > longest) throw refused(length, "maxLength");
  if (/\p{Cs}/u.test(normal)) {
    throw failure("INPUT_INVALID", "The password holds half of a Unicode character.", {
      errors: [{ rule: "format", message: "must be Unicode text" }],
    });
  }
  return argon2().hash(normal, { ...cost, algorithm: argon2id, version: version13 });
}

/**
 * Whether the password is the one that was hashed. A password that {@link hashPassword} would refuse is never the
 * one, and takes as long to say.
 *
 * @throws `TypeError` where `storedHash` is not an Argon2 hash.
 */
export async function verifyPassword(storedHash: string, password: string): Promise<boolean> {
  const normal = password.normalize("NFKC");
  const length = lengthOf(normal);
  if (length < shortest || length > longest) return verifyAgainstNothing(password);
  costOf(storedHash);
  return argon2().verify(storedHash, normal);
}

/**
 * False, after the work of verifying a password: for a login with a name that does not exist, so that the time of
 * the answer does not tell which names do.
 *
 * @example
 * const valid = account
 *   ? await verifyPassword(account.passwordHash, input.password)
 *   : await verifyAgainstNothing(input.password);
 */
export async function verifyAgainstNothing(password: string): Promise<false> {
  await argon2().verify(nobodys, password.slice(0, longest));
  return false;
}

/**
 * Whether a hash was made at another cost than today's: after a login that succeeded, hash the password again.
 *
 * @throws `TypeError` where `storedHash` is not an Argon2 hash.
 */
export function needsRehash(storedHash: string): boolean {
  const made = costOf(storedHash);
  return (
    made.algorithm !== argon2id ||
    made.version !== version13 ||
    made.memoryCost !== cost.memoryCost ||
    made.timeCost !== cost.timeCost ||
    made.parallelism !== cost.parallelism
  );
}

function costOf(storedHash: string): ReturnType<typeof import("@node-rs/argon2").parseOptions> {
  try {
    return argon2().parseOptions(storedHash);
  } catch (cause) {
    throw new TypeError("The stored hash is not an Argon2 hash in PHC form, such as hashPassword gives.", {
      cause,
    });
  }
}

/** Characters as people count them towards a password: Unicode code points (NIST SP 800-63B, 3.1.1.2). */
function lengthOf(password: string): number {
  if (password.length > longest * 2) return password.length;
  let length = 0;
  for (const _ of password) length += 1;
  return length;
}

function refused(length: number, rule: "minLength" | "maxLength") {
  return failure(
    "INPUT_INVALID",
    `The password has ${length} characters; expected ${shortest} to ${longest}.`,
    {
      errors: [{ rule, message: `must have ${shortest} to ${longest} characters` }],
    },
  );
}
