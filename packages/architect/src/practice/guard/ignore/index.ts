export { matcher } from "./glob.js";
export { isIgnored } from "./ignore-file.js";
