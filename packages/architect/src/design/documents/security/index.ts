/** What is kept and how private it is, who may do what, what threatens it, and what rules of law ask for. */
export { securityDocument } from "./security-document.js";
