import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { amendmentRules, rules } from "../../packages/architect/src/brief/contradictions/index.js";

const page = readFileSync(new URL("../reference/contradictions.md", import.meta.url), "utf8");
const documented = [...page.matchAll(/^\| `([a-z-]+)` \| (.+?) \| (.+) \|$/gm)].map(
  ([, code, questions, when]) => ({ code, questions: questions?.split(", "), when }),
);

it("the reference has every contradiction with its questions, in the order of the rules, and no other", () => {
  expect(documented).toEqual(
    [...Object.values(rules).flat(), ...amendmentRules].map(({ code, questions, when }) => ({
      code,
      questions: questions.map((question) => `\`${question}\``),
      when,
    })),
  );
});
