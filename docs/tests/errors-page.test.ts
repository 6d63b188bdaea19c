import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { catalogue } from "../../packages/runtime/src/errors.js";

const page = readFileSync(new URL("../reference/errors.md", import.meta.url), "utf8");
const documented = new Map(
  [...page.matchAll(/^\| `([A-Z_]+)` \| (\d+) \| (.+?) \| (.+?) \|$/gm)].map(([, code, ...rest]) => [
    code,
    rest,
  ]),
);

it("the reference has every error of the catalogue, with its status and words, and no other", () => {
  const real = new Map(
    Object.entries(catalogue).map(([code, [status, title, next]]) => [code, [String(status), title, next]]),
  );
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(real));
});
