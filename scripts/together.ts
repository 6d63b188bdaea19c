/**
 * Tests that leave their process as they found it: the files of a worker share it, and with it the modules that they
 * import, most of which are the same. A file that is not named here has a process of its own, as one must that steers
 * the clock, mocks a module, sets a variable of the process, counts what it holds, or asks what it loads.
 */
export const together = [
  "docs/tests/*-page.test.ts",
  "packages/architect/src/{brief,claim,code,design,gate,knowledge,memory,project,widths}/**/*.test.ts",
  "packages/architect/src/practice/{record,review,tests}/**/*.test.ts",
  "packages/architect/src/practice/guard/!(hooks|test-first)/**/*.test.ts",
  "packages/runtime/src/{blueprint,guards,identity,operations,plan}/**/*.test.ts",
  "packages/runtime/src/feeds/**/*.test.ts",
  "packages/runtime/src/http/!(connections|database-down|in-turn).test.ts",
  "packages/runtime/src/http/*/**/*.test.ts",
  "packages/runtime/src/log/!(failover|handed-over|history|hung-standby|kill|measure|start-logs).test.ts",
  "packages/runtime/src/log/{archive,webhooks}/**/*.test.ts",
  "packages/runtime/src/postgres/!(client-privileges|crowd|row-security).test.ts",
  "packages/runtime/src/postgres/{compile,connection,cursors,schema}/**/*.test.ts",
];
