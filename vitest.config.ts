import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.js";
import { together } from "./scripts/together.js";
import { TellSuites } from "./scripts/verdict/tell-suites.js";

const report = process.env.LINTEL_VITEST_REPORT;

const include = [
  "packages/*/src/**/*.test.ts",
  "examples/*/**/*.test.ts",
  "bench/**/*.test.ts",
  "docs/**/*.test.ts",
  "scripts/**/*.test.ts",
];
const exclude = ["**/node_modules/**", "**/dist/**", "**/.lintel/**"];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "together", isolate: false, include: together },
      },
      { extends: true, test: { name: "apart", include, exclude: [...exclude, ...together] } },
    ],
    // What is built is loaded as its users load it, and not file by file through Vite.
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    globalSetup: ["./packages/architect/src/vitest.ts"],
    // Long enough for a machine that has much else to do: what hangs is found all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // One more than the cores of a small machine: processes that start, and sessions that wait, leave one idle often.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    reporters: report ? ["default", new TellSuites(), ["json", { outputFile: report }]] : ["default"],
  },
});
