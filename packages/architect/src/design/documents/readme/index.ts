export { indexDocument } from "./index-document.js";
