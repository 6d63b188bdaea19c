/** The tests of a project as they are written. */
export { findTests, type TestFile, type WrittenTest } from "./find-tests.js";
export { idsIn, requirementOf } from "./ids.js";
export { readSuite } from "./test-files.js";
