/** Decisions as records that stay: numbered, dated, superseded and never rewritten. Pure. */
export { type DecisionRecord, keyOf, pathOf, type RecordEvent, type RecordStatus } from "./record.js";
export { recordFiles } from "./record-files.js";
export { recordsOf } from "./records-of.js";
