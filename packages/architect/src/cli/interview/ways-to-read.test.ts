import { expect, it } from "vitest";
import { readAnswer } from "../../brief/answer/read-answer.js";
import { projectQuestions } from "../../brief/questions/index.js";
import { waysToRead } from "./ways-to-read.js";

function question(id: string) {
  const found = projectQuestions.find((one) => one.id === id);
  if (!found) throw new Error(`There is no question ${id}.`);
  return found;
}

const load = question("performance.load");

it.each([
  [
    "adds the parts that were missing",
    "concurrent 400",
    "usual 20 per second",
    "concurrent: 400; usual 20 per second",
  ],
  [
    "takes a part that is said anew in the place of the old one",
    "concurrent 400; usual 20 per second",
    "usual 30 per second",
    "concurrent: 400; usual 30 per second",
  ],
  [
    "leaves out what was not clear",
    "fast; concurrent 400",
    "usual 20 per second",
    "concurrent: 400; usual 20 per second",
  ],
  [
    "gives what has no name to the part that is free",
    "concurrent 400",
    "20 per second, 100 per second",
    "concurrent: 400; 20 per second, 100 per second",
  ],
])("%s", (_what, earlier, typed, expected) => {
  expect(waysToRead(load, typed, earlier)).toEqual([expected, typed]);
});

it("comes to a clear answer, whichever way its parts were typed one after the other", () => {
  const parts = ["concurrent 400", "usual 20 per second", "peak 100 per second"];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
  ]) {
    const said = order
      .map((at) => parts[at] ?? "")
      .reduce((earlier, typed) => waysToRead(load, typed, earlier)[0] ?? "");
    expect(readAnswer(load, said)).toMatchObject({
      outcome: "clear",
      value: { parts: { concurrent: { value: 400 }, usual: { value: 20 }, peak: { value: 100 } } },
    });
  }
});
