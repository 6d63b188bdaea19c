export { databaseDocument } from "./database-document.js";
