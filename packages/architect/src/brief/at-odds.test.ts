import { expect, it } from "vitest";
import { atOdds } from "./at-odds.js";
import { gapsOf } from "./completeness.js";
import { digestOf } from "./confirmation.js";
import { completeBrief, quantities, quantity, refunds, shop, withAnswer } from "./scenario.js";

const complete = completeBrief(shop, { refunds, "late-refunds": refunds });
const early = quantities({ release: quantity("date", 21_199) });
const both = withAnswer(
  withAnswer(complete, "feature.release", early, "refunds"),
  "feature.release",
  early,
  "late-refunds",
);

it("finds nothing where nothing is at odds", () => {
  expect(atOdds(complete)).toEqual([]);
});

it("names the amendment in code and questions, but not where the question is the brief's", () => {
  expect(atOdds(both)).toMatchObject([
    {
      code: "refunds/feature-before-the-system",
      questions: ["refunds/feature.release", "constraints.plan"],
      conceded: undefined,
    },
    { code: "late-refunds/feature-before-the-system" },
  ]);
});

it("takes a concession for one amendment and not for another, and only with a reason", () => {
  const conceded = {
    ...both,
    concessions: { "refunds/feature-before-the-system": "It is tried beforehand." },
  };
  expect(atOdds(conceded).map((found) => found.conceded)).toEqual(["It is tried beforehand.", undefined]);
  expect(gapsOf(conceded).map(({ question }) => question)).toEqual(["late-refunds/feature.release"]);
  const empty = { ...both, concessions: { "refunds/feature-before-the-system": " " } };
  expect(gapsOf(empty)).toHaveLength(2);
});

it("makes a concession that applies a part of what is confirmed", () => {
  const code = "refunds/feature-before-the-system";
  const digests = [{}, { [code]: "One reason." }, { [code]: "Another reason." }].map((concessions) =>
    digestOf({ ...both, concessions }),
  );
  expect(new Set(digests).size).toBe(3);
  expect(digestOf({ ...complete, concessions: { [code]: "One reason." } })).toBe(digestOf(complete));
});
