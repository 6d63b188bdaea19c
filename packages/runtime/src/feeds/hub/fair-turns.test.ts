import { expect, it } from "vitest";
import { createFairTurns } from "./fair-turns.js";

function work() {
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { finish, done };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

function begin(atOnce: number) {
  const turn = createFairTurns(atOnce);
  const begun: string[] = [];
  const ask = (whose: string, name: string) => {
    const { finish, done } = work();
    const ended = turn(whose, () => {
      begun.push(name);
      return done;
    });
    return { finish, ended };
  };
  return { begun, ask };
}

it("leaves a place for another, however much one asks for", async () => {
  const { begun, ask } = begin(2);
  const many = Array.from({ length: 50 }, (_, at) => ask("one", `one ${at}`));
  const other = ask("other", "other");
  await settled();
  expect(begun).toEqual(["one 0", "other"]);
  other.finish();
  await other.ended;
  await settled();
  expect(begun).toEqual(["one 0", "other"]);
  for (const { finish } of many) finish();
  await Promise.all(many.map(({ ended }) => ended));
  expect(begun).toEqual(["one 0", "other", ...many.slice(1).map((_, at) => `one ${at + 1}`)]);
});

it("goes round among those who wait", async () => {
  const { begun, ask } = begin(1);
  const all = ["a1", "a2", "a3", "b1", "b2", "c1"].map((name) => ask(name.slice(0, 1), name));
  for (const { finish, ended } of all) {
    finish();
    await Promise.race([ended, settled()]);
  }
  await Promise.all(all.map(({ ended }) => ended));
  expect(begun).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
});

it("gives the place on where the work fails", async () => {
  const turn = createFairTurns(1);
  await expect(turn("one", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(turn("other", async () => 7)).resolves.toBe(7);
});
