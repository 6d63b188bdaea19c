/** Something that Prometheus looks for, with what whoever is called needs to know of it. Texts are Markdown of one line. */
export interface Alert {
  /** `DatabaseDown`: unique. */
  readonly name: string;
  readonly expr: string;
  /** For how long it must hold: `1m`. */
  readonly for?: string;
  /** `page` calls somebody now, `ticket` is looked at on the next working day. */
  readonly severity: "page" | "ticket";
  /** With labels of Prometheus: `{{ $labels.service }}`. */
  readonly summary: string;
  readonly runbook: Runbook;
}

export interface Runbook {
  readonly means: string;
  /** What people who use it notice. */
  readonly noticed: string;
  /** How to look, a step each. */
  readonly look: readonly string[];
  /** What to do, a step each. */
  readonly act: readonly string[];
  /** When to call whom beyond. */
  readonly wake: string;
}

/** A selector with the labels of the system's own metrics before others. */
export type Select = (metric: string, labels?: string) => string;
