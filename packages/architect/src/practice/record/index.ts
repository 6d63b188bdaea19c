/** Running a project's tests, and keeping what was seen. */
export { type RecordedClosed, recordClosed } from "./record-closed.js";
export { type Recorded, recordTests, type Told } from "./record-tests.js";
