import { describe, expect, it } from "vitest";
import { hashPassword, needsRehash, verifyAgainstNothing, verifyPassword } from "./passwords.js";

describe("a password", () => {
  it("is verified against its hash, and nothing else is", async () => {
    const stored = await hashPassword("correct horse");
    expect(await verifyPassword(stored, "correct horse")).toBe(true);
    for (const other of ["correct horsE", "correct horse ", "", "correct horse\u0000", "x".repeat(5_000)]) {
      expect(await verifyPassword(stored, other), other).toBe(false);
    }
  });

  it("is hashed with a salt of its own, at OWASP's cost", async () => {
    const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(needsRehash(one)).toBe(false);
  });

  it.each([
    ["7 characters", "1234567", "minLength"],
    ["7 characters in more code units", "🔑🔑🔑🔑🔑🔑🔑", "minLength"],
    ["1,025 characters", "x".repeat(1_025), "maxLength"],
    ["a million characters", "x".repeat(1_000_000), "maxLength"],
    ["half a character", "12345678\ud800", "format"],
  ])("with %s is refused without being repeated", async (_, password, rule) => {
    const error = await hashPassword(password).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "INPUT_INVALID", errors: [{ rule }] });
    expect(String(error)).not.toContain(password);
  });

  it("with 8 or 1,024 characters is taken", async () => {
    for (const password of ["12345678", "🔑".repeat(1_024)]) {
      expect(await verifyPassword(await hashPassword(password), password)).toBe(true);
    }
  });

  it("is the same however its characters were composed", async () => {
    expect(await verifyPassword(await hashPassword("caf\u00e9-caf\u00e9"), "cafe\u0301-cafe\u0301")).toBe(
      true,
    );
  });

  it("of nobody is never right", async () => {
    expect(await verifyAgainstNothing("nobody's password")).toBe(false);
    expect(await verifyAgainstNothing("")).toBe(false);
  });

  it("of nobody costs as much to verify as one of somebody", async () => {
    const stored = await hashPassword("correct horse");
    // Of the processor and not of the clock, so that what else runs on the machine does not count.
    const time = async (work: () => Promise<unknown>) => {
      const began = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const somebody: number[] = [];
    const nobody: number[] = [];
    for (let n = 0; n < 15; n += 1) {
      somebody.push(await time(() => verifyPassword(stored, "wrong horse")));
      nobody.push(await time(() => verifyAgainstNothing("wrong horse")));
    }
    const ratio = median(nobody) / median(somebody);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe("a stored hash", () => {
  it("made at another cost is to be made again", () => {
    const tail = "c2FsdHNhbHRzYWx0c2FsdA$51CyIDPn8Env10PM1D+E5VT9vPKYfSo4UfwuQ5rhkVw";
    for (const head of [
      "$argon2id$v=19$m=4096,t=2,p=1",
      "$argon2id$v=19$m=19456,t=1,p=1",
      "$argon2i$v=19$m=19456,t=2,p=1",
    ]) {
      expect(needsRehash(`${head}$${tail}`), head).toBe(true);
    }
  });

  it("of another kind is an error, not a wrong password", async () => {
    const bcrypt = "$2b$10$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvabcdefghijkl";
    expect(() => needsRehash(bcrypt)).toThrow(TypeError);
    await expect(verifyPassword(bcrypt, "correct horse")).rejects.toThrow(TypeError);
  });
});
