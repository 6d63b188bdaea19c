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
