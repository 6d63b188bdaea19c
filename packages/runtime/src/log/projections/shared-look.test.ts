import { expect, it } from "vitest";
import { sharedLook } from "./shared-look.js";

/** A look that ends when it is told to. */
function looks() {
  const begun: { readonly asked: readonly string[]; end(found: number): void; fail(): void }[] = [];
  const look = sharedLook<string, number>(
    (asked) =>
      new Promise((resolve, reject) => {
        begun.push({ asked, end: resolve, fail: () => reject(new Error("lost")) });
      }),
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { look, begun, turn };
}

it("is one for all who ask before it begins, and the next one for whoever asks later", async () => {
  const { look, begun, turn } = looks();
  const first = [look("a", 0), look("b", 0)];
  await turn();
  const later = [look("c", 0), look("d", 0)];
  await turn();
  expect(begun.map(({ asked }) => asked)).toEqual([["a", "b"]]);
  begun[0]?.end(1);
  expect(await Promise.all(first)).toEqual([1, 1]);
  await turn();
  expect(begun[1]?.asked).toEqual(["c", "d"]);
  begun[1]?.end(2);
  expect(await Promise.all(later)).toEqual([2, 2]);
});

it("is taken again while it is young enough, and never where it failed", async () => {
  const { look, begun, turn } = looks();
  const first = look("a", 0);
  await turn();
  begun[0]?.end(1);
  await first;
  expect(await look("b", 60_000)).toBe(1);
  const failing = look("c", 0);
  await turn();
  begun[1]?.fail();
  await expect(failing).rejects.toThrow("lost");
  const again = look("d", 60_000);
  await turn();
  begun[2]?.end(3);
  expect(await again).toBe(3);
});
