export { systemDocument } from "./system-document.js";
