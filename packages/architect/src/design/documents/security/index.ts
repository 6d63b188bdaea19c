/** What is kept and how private it is, who may do what, what threatens it, and what rules of law ask for. */
export { regulations } from "./compliance/index.js";
export { securityDocument } from "./security-document.js";
