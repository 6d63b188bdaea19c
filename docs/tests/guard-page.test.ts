import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { rules } from "../../packages/architect/src/practice/guard/index.js";

const page = readFileSync(new URL("../reference/guard.md", import.meta.url), "utf8");

it("the reference has every rule of the guard, in its order and its words, and no other", () => {
  const documented = [...page.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, id, says]) => ({
    id,
    says,
  }));
  expect(documented).toEqual(rules.map(({ id, says }) => ({ id, says })));
});
