/** What there is to know of a project: its brief, its design, its blueprint, its documents and its tests, as far as they are there. */
export { readDocuments } from "./read-documents.js";
export { type Knowledge, readKnowledge } from "./read-knowledge.js";
