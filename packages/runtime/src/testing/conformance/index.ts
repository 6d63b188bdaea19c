/**
 * Holds a system to its own OpenAPI document. Needs fast-check beside Lintel.
 *
 * @packageDocumentation
 */
export { type ConformOptions, conform, type KnownRequest } from "./conform.js";
export { type ConformReport, NotConforming, summary } from "./report.js";
