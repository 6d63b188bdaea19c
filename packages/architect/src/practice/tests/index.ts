/** Acceptance tests that are written from a brief and a blueprint. */
export { notWritten } from "./criteria-file.js";
export { noteTests, requirementsIn } from "./from-brief.js";
export { makeTests } from "./make-tests.js";
export { lintelsOwn } from "./plan-tests.js";
export { rowCode, testable } from "./subjects.js";
export type { WrittenTests } from "./write-tests.js";
