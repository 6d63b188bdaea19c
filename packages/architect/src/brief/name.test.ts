import { expect, it } from "vitest";
import { readName } from "./name.js";

it("takes a name on one line", () => {
  expect(readName("  Reading\n room ")).toEqual({ name: "Reading room" });
  expect(readName("Überblick <b> | 2026")).toEqual({ name: "Überblick <b> | 2026" });
});

it.each(["", " \n", "a\u0007b", "a\u202eb", "a\ud800", "x".repeat(201)])("refuses %j", (given) => {
  expect(readName(given)).toEqual({ problem: expect.stringMatching(/\S/) });
});
