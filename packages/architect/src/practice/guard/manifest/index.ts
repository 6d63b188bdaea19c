export { type Import, importsOf } from "./imports.js";
export { type Resolved, resolveImport } from "./resolve-import.js";
export { isOfProgram } from "./test-support.js";
