import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkCatalogue } from "../../packages/runtime/src/blueprint/check/index.js";

const page = readFileSync(new URL("../reference/checks.md", import.meta.url), "utf8");
const documented = [...page.matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$/gm)].map(
  ([, code, severity, rule]) => ({
    code,
    severity,
    rule,
  }),
);

it("the reference has every check of the catalogue, with its severity and rule, in its order, and no other", () => {
  expect(documented).toEqual(checkCatalogue);
});
