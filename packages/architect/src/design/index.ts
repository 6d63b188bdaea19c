/** From a confirmed brief to what is built: decisions, numbers, a blueprint to begin with, and documents. */
export type * from "./architecture.js";
export {
  type ArchitectureInput,
  architectureOf,
  type Grounds,
  groundsOf,
} from "./architecture-of.js";
export * from "./capacity/index.js";
export * from "./cut/index.js";
export * from "./decisions/index.js";
export * from "./diagrams/index.js";
export * from "./documents/index.js";
export * from "./draft/index.js";
export * from "./needs/index.js";
export * from "./records/index.js";
export * from "./text/index.js";
