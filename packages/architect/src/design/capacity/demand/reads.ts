import type { Kind } from "../../needs/index.js";

/**
 * Part of what people and programs ask that only reads, where the brief has no figure for it: rules of thumb for each kind of system, on the
 * careful side, since a request that writes costs more. Messages of devices stand beside it: those write.
 */
export const readsOfKind: { readonly [kind in Kind]: number } = Object.freeze({
  commerce: 0.9,
  payments: 0.6,
  telemetry: 0.9,
  saas: 0.8,
  content: 0.95,
  internal: 0.7,
  health: 0.8,
  other: 0.8,
});
