/** What the feeds and the events of a system say of themselves: the AsyncAPI document. */
export { asyncApiDocument } from "./document.js";
