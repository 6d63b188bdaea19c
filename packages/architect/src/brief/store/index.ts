export { type BriefFiles, briefFiles } from "./files.js";
export { withBriefLock } from "./lock.js";
export { openBrief, type Stored } from "./open-brief.js";
export { saveBrief } from "./save-brief.js";
