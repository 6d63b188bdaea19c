/** What a design leaves in a project: its data, the files that it drafted, and the documents. The only part of the design that reads and writes. */
export { commitFiles, type FileChange, finishWriting, isNeeded } from "./commit-files.js";
export {
  type DraftedFile,
  emptyDesign,
  type KeptOverride,
  type StoredDesign,
} from "./design.js";
export {
  compareDocuments,
  type DocumentChanges,
  type DocumentStanding,
  documentChanges,
} from "./documents.js";
export { type DesignFiles, dataPath, designFiles, documentsPath } from "./files.js";
export { openDesign } from "./open-design.js";
export { readDocuments } from "./read-documents.js";
export { isPathBelow } from "./read-parts.js";
export { readText } from "./read-text.js";
export { storedText } from "./stored-text.js";
