import { describe, expect, it } from "vitest";
import { createLineBatch } from "./line-batch.js";

function given() {
  const written: string[] = [];
  return { written, batch: createLineBatch({ write: (text) => void written.push(text) }) };
}

describe("lines", () => {
  it("are handed on together, in their order, when told to", () => {
    const { written, batch } = given();
    batch.write("a\n");
    batch.write("b\n");
    expect(written).toEqual([]);
    batch.flush();
    batch.flush();
    expect(written).toEqual(["a\nb\n"]);
  });

  it("are handed on when there are many", () => {
    const { written, batch } = given();
    for (let n = 0; n < 1_000; n += 1) batch.write(`${"x".repeat(99)}\n`);
    batch.flush();
    expect(written.length).toBeGreaterThan(3);
    expect(written.join("")).toBe(`${"x".repeat(99)}\n`.repeat(1_000));
    for (const text of written) expect(text.length).toBeLessThan(17_000);
  });

  it("are handed on soon, also when there are few", async () => {
    const { written, batch } = given();
    batch.write("a\n");
    await expect.poll(() => written).toEqual(["a\n"]);
    batch.write("b\n");
    await expect.poll(() => written).toEqual(["a\n", "b\n"]);
  });
});
