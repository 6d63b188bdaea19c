import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

it("loads no package but its parser before it knows the verb: the runtime takes a third of a second", () => {
  const found = new Set<string>();
  const waiting = [main];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const specifier of importedBy(file)) {
      if (specifier.startsWith(".")) waiting.push(join(dirname(file), specifier));
      else found.add(specifier);
    }
  }
  expect(found.size).toBeGreaterThan(50);
  const packages = [...found].filter((name) => !name.startsWith("/") && !name.startsWith("node:"));
  expect(packages).toEqual(["commander"]);
});

/** What a file of the build imports before it runs. */
function importedBy(file: string): readonly string[] {
  const statements = /^(?:import|export)\b(?!\s*\()[^;]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"/gm;
  return [...readFileSync(file, "utf8").matchAll(statements)].map(([, from, bare]) => from ?? bare ?? "");
}
