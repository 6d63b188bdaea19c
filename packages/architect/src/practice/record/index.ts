/** Running a project's tests, and keeping what was seen. */
export { type Recorded, recordTests, type Told } from "./record-tests.js";
