export { apiDocuments } from "./api-documents.js";
