/** What is promised and how it is watched, what to do about each alert, and how it is had back. */
export { operationsDocuments } from "./operations-document.js";
