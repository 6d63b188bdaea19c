import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documents } from "./documents.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const tool = (name) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));

/** What each linter says of a file: the rule, the place and the words of everything that it minds. */
const linters = {
  redocly(file) {
    const config = join(here, "redocly.yaml");
    const text = output("redocly", ["lint", file, "--config", config, "--format", "json"], {
      REDOCLY_TELEMETRY: "off",
    });
    return JSON.parse(text).problems.map(({ ruleId, message, location }) => ({
      rule: ruleId,
      place: location[0]?.pointer ?? "",
      message,
    }));
  },
  spectral(file) {
    const text = output("spectral", [
      "lint",
      file,
      "--ruleset",
      join(here, "spectral.yaml"),
      "--format",
      "json",
      "--quiet",
    ]);
    return JSON.parse(text || "[]").map(({ code, path, message }) => ({
      rule: code,
      place: path.join("/"),
      message,
    }));
  },
};

function output(name, words, variables = {}) {
  const run = spawnSync(tool(name), words, {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, ...variables },
  });
  if (run.error) throw run.error;
  if (run.status !== 0 && run.stdout.trim() === "")
    throw new Error(`${name} ended with ${run.status}: ${run.stderr}`);
  return run.stdout;
}

const folder = mkdtempSync(join(tmpdir(), "lintel-judges-"));
try {
  for await (const { name, text } of documents()) {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, text);
    for (const [linter, lint] of Object.entries(linters)) {
      const minded = lint(file);
      for (const { rule, place, message } of minded)
        process.stderr.write(`  ${rule} at ${place}: ${message}\n`);
      const rules = [...new Set(minded.map(({ rule }) => rule))];
      process.stdout.write(
        minded.length === 0
          ? `passed ${linter} on the OpenAPI document of ${name}\n`
          : `failed ${linter} on the OpenAPI document of ${name}: ${minded.length} (${rules.join(", ")})\n`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
