import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { measured } from "../capacity/measured.js";
import { rules } from "./rules/index.js";
import { isCrossed, type ThresholdName, thresholds } from "./thresholds.js";

const names = Object.keys(thresholds) as readonly ThresholdName[];

it.each(names)("%s is a threshold of a decision", (name) => {
  expect(rules.some((rule) => rule.thresholds.includes(name))).toBe(true);
});

it.each(names)("%s says where it comes from", (name) => {
  const { source, reason } = thresholds[name];
  expect(source).toMatch(/^(Rule of thumb[.,]|bench\/results\/|PostgreSQL documentation)/);
  expect(reason).toMatch(/\.$/);
});

it.each(names)("%s lies itself on the side on which less is asked for", (name) => {
  const { value, side } = thresholds[name];
  expect(isCrossed(name, value)).toBe(false);
  expect(isCrossed(name, side === "above" ? value * 1.001 : value * 0.999)).toBe(true);
});

it.each([
  ["changes-on-one-database", measured.command.database],
  ["calls-between-programs", measured.read.server],
  ["reads-on-one-database", measured.read.database],
  ["reads-worth-a-cache", measured.read.database],
] as const)("%s rests on what was measured", (name, milliseconds) => {
  const { reason, source } = thresholds[name];
  expect(`${reason} ${source}`).toContain(`${milliseconds} ms`.replace("0.25 ms", "0.250 ms"));
});

it.each([
  ["events-through-the-log", /79395 a second/, "79,395"],
  ["events-through-the-log", /108400 a second/, "108,400"],
] as const)("%s rests on %s in the results", async (name, inResults, inReason) => {
  const results = await readFile(new URL("../../../../../bench/results/feeds.md", import.meta.url), "utf8");
  expect(results).toMatch(inResults);
  expect(thresholds[name].reason).toContain(inReason);
});

it("reads-on-one-database and rows-searched rest on what a search was measured to take", async () => {
  const results = await readFile(new URL("../../../../../bench/results/latest.md", import.meta.url), "utf8");
  const [, search = ""] = results.split("## Full-text search");
  expect(search).toMatch(/Lintel, everything on \|[^\n]*\| 0\.316 \| 0\.530 \|/);
  for (const name of ["reads-on-one-database", "rows-searched"] as const)
    expect(thresholds[name].reason).toContain("0.530 ms");
});
