import { describe, expect, it } from "vitest";
import { createRevocations } from "./revocations.js";

const second = 1_900_000_000;

describe("a revocation", () => {
  it("covers one token by its id, and no other of the same person", () => {
    const revocations = createRevocations();
    revocations.add([{ tokenId: "t1" }]);
    expect(revocations.covers({ subject: "ada", tokenId: "t1", issuedAt: second })).toBe(true);
    expect(revocations.covers({ subject: "ada", tokenId: "t2", issuedAt: second })).toBe(false);
    expect(revocations.covers({ subject: "ada", issuedAt: second })).toBe(false);
  });

  it("covers what was issued to a person up to a moment, its second included", () => {
    const revocations = createRevocations();
    revocations.add([{ subject: "ada", until: second * 1_000 + 400 }]);
    const covers = (issuedAt?: number) => revocations.covers({ subject: "ada", issuedAt });
    expect([covers(second - 1), covers(second), covers(second + 1)]).toEqual([true, true, false]);
    expect(covers()).toBe(true);
    expect(revocations.covers({ subject: "bob", issuedAt: 0 })).toBe(false);
  });

  it("is not narrowed by an earlier one that is heard of later", () => {
    const revocations = createRevocations();
    revocations.add([{ subject: "ada", until: second * 1_000 }]);
    revocations.add([{ subject: "ada", until: (second - 60) * 1_000 }]);
    expect(revocations.covers({ subject: "ada", issuedAt: second })).toBe(true);
  });

  it("is told to subscribers once", () => {
    const revocations = createRevocations();
    let told = 0;
    revocations.subscribe(() => {
      told += 1;
    });
    revocations.add([{ tokenId: "t1" }, { subject: "ada", until: second }]);
    revocations.add([{ tokenId: "t1" }, { subject: "ada", until: second - 1 }]);
    revocations.add([]);
    expect(told).toBe(1);
  });
});
