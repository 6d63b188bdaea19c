import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { catalogue } from "./errors.js";

/** What the packages are made of, without their tests and without the catalogue itself. */
function product(): string {
  const packages = fileURLToPath(new URL("../../", import.meta.url));
  return readdirSync(packages)
    .map((name) => join(packages, name, "src"))
    .flatMap((source) =>
      readdirSync(source, { recursive: true, encoding: "utf8" }).map((file) => join(source, file)),
    )
    .filter((file) => /(?<!\.test|\.test-d)\.ts$/.test(file) && !file.endsWith("runtime/src/errors.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

it("every code of the catalogue is given somewhere", () => {
  const text = product();
  expect(Object.keys(catalogue).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
});
