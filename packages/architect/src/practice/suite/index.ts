/** The tests of a project as they are written. */
export { findTests, type TestFile, type WrittenTest } from "./find-tests.js";
export { idsIn } from "./ids.js";
export { readSuite } from "./test-files.js";
