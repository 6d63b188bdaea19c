export { causeOfEntry } from "./entry-context.js";
export { createOperations, type OperationCall, type Operations } from "./operations.js";
