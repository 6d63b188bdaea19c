export { createOperations, type OperationCall, type Operations } from "./operations.js";
