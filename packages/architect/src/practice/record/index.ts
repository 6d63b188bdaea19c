/** Running a project's tests, and keeping what was seen. */
export { isOfRequirement, type Recorded, recordTests, type Told } from "./record-tests.js";
