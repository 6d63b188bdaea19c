/** Which of what was agreed has no test, and which test is of what was not. */
export { type Review, review } from "./review.js";
