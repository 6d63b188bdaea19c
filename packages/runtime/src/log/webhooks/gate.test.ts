import { expect, it } from "vitest";
import { createGate } from "./gate.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("admits as many as it has places, in turn, and of those that have failed a part", async () => {
  const gate = createGate(3, 1);
  const admitted: string[] = [];
  const enter = (name: string, isFailing = false) =>
    void gate.enter(isFailing).then(() => admitted.push(name));
  enter("f1", true);
  enter("f2", true);
  enter("a");
  enter("b");
  enter("c");
  await turn();
  expect(admitted).toEqual(["f1", "a", "b"]);
  gate.leave(false);
  await turn();
  expect(admitted).toEqual(["f1", "a", "b", "c"]);
  gate.leave(false);
  await turn();
  expect(admitted).toHaveLength(4);
  gate.leave(true);
  await turn();
  expect(admitted).toEqual(["f1", "a", "b", "c", "f2"]);
});

it("goes round among the tenants of those who wait, of those that have failed too", async () => {
  const gate = createGate(1, 1);
  const admitted: string[] = [];
  const enter = (name: string, tenant: string, isFailing = false) =>
    void gate.enter(isFailing, tenant).then(() => admitted.push(name));
  for (const name of ["a1", "a2", "a3", "a4"]) enter(name, "a");
  enter("b1", "b");
  enter("c1", "c");
  enter("b2", "b");
  for (const name of ["f1", "f2"]) enter(name, "a", true);
  enter("g1", "b", true);
  const all = ["a1", "a2", "b1", "c1", "a3", "b2", "a4", "f1", "g1", "f2"];
  for (const [at, name] of all.entries()) {
    await turn();
    expect(admitted[at]).toBe(name);
    gate.leave(["f1", "f2", "g1"].includes(name));
  }
  await turn();
  expect(admitted).toEqual(all);
});
