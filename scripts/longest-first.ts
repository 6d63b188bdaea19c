import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest, the longest first, as the durations of a run on two cores say. One that is missing here
 * costs nothing but time: begun last, it runs alone while the other cores are idle.
 */
const longest = [
  "docs/tests/documents.test.ts",
  "packages/runtime/src/log/kill.test.ts",
  "packages/runtime/src/postgres/log/wal/kills.test.ts",
  "packages/architect/src/faults/followers-amid-kills.test.ts",
  "bench/migrations/amid-traffic.test.ts",
  "packages/runtime/src/postgres/migrate/random-pairs.test.ts",
  "examples/commerce/acceptance/conformance.test.ts",
  "packages/architect/src/cli/gate.test.ts",
  "packages/runtime/src/postgres/migrate/online.test.ts",
  "packages/architect/src/cli/dev.test.ts",
  "packages/runtime/src/postgres/migrate/search.test.ts",
  "packages/architect/src/cli/db/db.test.ts",
  "packages/architect/src/image/image.test.ts",
  "packages/architect/src/cli/design/faults.test.ts",
  "packages/architect/src/cli/brief/brief.test.ts",
  "packages/architect/src/cli/design/proposal.test.ts",
  "examples/commerce/acceptance/sizes.test.ts",
  "packages/architect/src/cli/design/documents.test.ts",
  "packages/runtime/src/log/consumers/kill.test.ts",
  "packages/runtime/src/testing/conformance/conform.test.ts",
  "packages/architect/src/cli/second-start.test.ts",
  "packages/runtime/src/postgres/log/wal/order.test.ts",
  "packages/runtime/src/postgres/migrate/expand-kill.test.ts",
  "packages/architect/src/practice/tests/generated-hold.test.ts",
  "packages/architect/src/cli/design/design.test.ts",
  "packages/runtime/src/postgres/migrate/log-tables.test.ts",
  "packages/architect/src/faults/memory.test.ts",
  "packages/runtime/src/postgres/migrate/rename.test.ts",
  "packages/architect/src/cli/design/override.test.ts",
  "packages/architect/src/faults/stopping.test.ts",
  "packages/architect/src/embedded/crash-recovery.test.ts",
  "packages/architect/src/embedded/start-embedded.test.ts",
  "packages/architect/src/cli/tests/tests.test.ts",
  "packages/architect/src/design/diagrams/drawn/drawn.test.ts",
  "packages/runtime/src/postgres/migrate/migrate.test.ts",
  "packages/architect/src/cli/log/consumers/consumers.test.ts",
  "packages/runtime/src/postgres/schema/difference.test.ts",
  "packages/architect/src/practice/record/record-tests.test.ts",
  "packages/architect/src/cli/interview/interview.test.ts",
  "packages/runtime/src/client/rolling-restart.test.ts",
  "packages/architect/src/embedded/privileges.test.ts",
  "scripts/layers.test.ts",
  "packages/architect/src/faults/many-connections.test.ts",
  "packages/architect/src/faults/slow-database.test.ts",
  "packages/runtime/src/postgres/migrate/squawk.test.ts",
  "packages/architect/src/faults/hostile-clients.test.ts",
  "packages/architect/src/cli/start.test.ts",
  "packages/runtime/src/serve/rolling-release.test.ts",
];

/**
 * The order in which vitest begins the files: the longest first, then in its own order. Those that share a process come
 * last and side by side, since a process is kept only for the file after it.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) => {
      const at = longest.indexOf(relative(this.ctx.config.root, moduleId).replaceAll("\\", "/"));
      const later = project.config.isolate ? 0 : longest.length + 1;
      return later + (at === -1 ? longest.length : at);
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
