export { editSentence } from "./edit-sentence.js";
export { type DocumentEdit, type DocumentReading, readDocument } from "./read-document.js";
export { answerInBlock } from "./read-slot.js";
export { renderBrief } from "./render-brief.js";
export { summarise } from "./summarise.js";
