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
  const ask = (caller: string, name: string, tenant?: string) => {
    const { finish, done } = work();
    const ended = turn({ caller, tenant }, () => {
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
  await expect(
    turn({ caller: "one", tenant: undefined }, () => Promise.reject(new Error("no"))),
  ).rejects.toThrow("no");
  await expect(turn({ caller: "other", tenant: undefined }, async () => 7)).resolves.toBe(7);
});

it("goes round among tenants, however many callers one has, and among the callers of each", async () => {
  const { begun, ask } = begin(1);
  const crowd = Array.from({ length: 6 }, (_, at) => ask(`a${at % 3}`, `a${at % 3}`, "a"));
  const others = [ask("b0", "b0", "b"), ask("alone", "alone"), ask("b0", "b0", "b")];
  for (const { finish, ended } of [...crowd, ...others]) {
    finish();
    await Promise.race([ended, settled()]);
  }
  await Promise.all([...crowd, ...others].map(({ ended }) => ended));
  expect(begun).toEqual(["a0", "b0", "alone", "a1", "b0", "a2", "a0", "a1", "a2"]);
});

it("leaves a place for another tenant, and one of a tenant's for another of its callers", async () => {
  const { begun, ask } = begin(3);
  const one = Array.from({ length: 5 }, (_, at) => ask("a1", `a1 ${at}`, "a"));
  await settled();
  expect(begun).toEqual(["a1 0"]);
  const colleague = ask("a2", "a2", "a");
  const third = ask("a3", "a3", "a");
  await settled();
  expect(begun).toEqual(["a1 0", "a2"]);
  const other = ask("b", "b", "b");
  await settled();
  expect(begun).toEqual(["a1 0", "a2", "b"]);
  const all = [...one, colleague, third, other];
  for (const { finish } of all) finish();
  await Promise.all(all.map(({ ended }) => ended));
  expect(begun.slice(3)).toEqual(["a3", "a1 1", "a1 2", "a1 3", "a1 4"]);
});
