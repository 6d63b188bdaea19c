import type { Place } from "../origin.js";

/** An error keeps a system from starting; a warning is worth a look and keeps nothing from running. */
export type Severity = "error" | "warning";

/** One thing that is wrong with a blueprint: where, what stands there, the rule that it breaks, and the way out. */
export interface Finding {
  /** Stable, and never given a second meaning: `INDEX_FIELD_UNKNOWN`. */
  readonly code: string;
  readonly severity: Severity;
  /** The file and line of the definition, where the engine kept it. */
  readonly place?: Place | undefined;
  /** Where in the system: `catalog.product.indexes[0]`. */
  readonly path: string;
  /** What stands there, short. */
  readonly value: string;
  /** The rule, in one sentence. */
  readonly rule: string;
  /** What to do, in one sentence. */
  readonly fix: string;
}

/**
 * A finding as lines of plain text, without colour and without a line feed at the end.
 *
 * @example
 * // services/catalog.ts:12: error INDEX_FIELD_UNKNOWN
 * //   catalog.product.indexes[0]: "prise"
 * //   An index names only fields of its entity.
 * //   Write "price".
 */
export function describeFinding(finding: Finding): string {
  const { place, severity, code, path, value, rule, fix } = finding;
  const where = place ? `${place.file}:${place.line}: ` : "";
  return [`${where}${severity} ${code}`, `  ${path}: ${value}`, `  ${rule}`, `  ${fix}`].join("\n");
}
