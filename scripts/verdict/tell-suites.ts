import type { Reporter, TestModule } from "vitest/node";

/** Adds to each test in vitest's report what a suite around it failed with: the report itself does not say it. */
export class TellSuites implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    for (const around of [module, ...module.children.allSuites()]) {
      const suiteFailed = around
        .errors()
        .map(({ message, stack = "" }) => [message, ...stack.split("\n").slice(1)].join("\n"));
      if (suiteFailed.length === 0) continue;
      for (const test of around.children.allTests())
        if (test.result().state === "skipped") Object.assign(test.meta(), { suiteFailed });
    }
  }
}
