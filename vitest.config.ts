import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.js";

const report = process.env.LINTEL_VITEST_REPORT;

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "examples/*/**/*.test.ts",
      "bench/**/*.test.ts",
      "docs/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/.lintel/**"],
    globalSetup: ["./packages/architect/src/vitest.ts"],
    // Long enough for a machine that has much else to do: what hangs is found all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // One more than the cores of a small machine: processes that start, and sessions that wait, leave one idle often.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
