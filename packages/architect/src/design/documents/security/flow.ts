import type { Privacy } from "./privacy.js";

/** The ways on which data comes and goes. */
export const flowKinds = [
  "clients",
  "calls",
  "followers",
  "database",
  "system-out",
  "system-in",
  "webhooks",
  "identity",
  "operators",
  "metrics",
  "archive",
  "backups",
] as const;
export type FlowKind = (typeof flowKinds)[number];

/** Where trust changes: what comes from the other side is looked at. */
export const boundaries = {
  internet: "Between those who call and the system: whatever they send may be made up.",
  services: "Between services of the system: one that is broken into must not reach what the others keep.",
  database: "Between the processes of the system and PostgreSQL.",
  partners: "Between the system and systems of others: neither side governs the other.",
  operators: "Between those who run the system and the system: they may do much, and mistakes reach far.",
  storage: "Between the system and where copies of its data lie.",
} as const;
export type Boundary = keyof typeof boundaries;

/** Data that goes from one party to another. */
export interface Flow {
  /** Stable as long as its parties have their names: `CLIENTS`, `SYSTEM-PAYMENT-PROVIDER-OUT`. */
  readonly id: string;
  readonly kind: FlowKind;
  readonly from: string;
  readonly to: string;
  /** What goes over it, in a few words. */
  readonly carries: string;
  /** The most private that it may carry. */
  readonly privacy: Privacy;
  readonly crosses: Boundary;
  /** How the other side proves who it is, as the brief says: of other systems. */
  readonly proof?: string;
  /** Ids of requirements; none where it follows from how the system runs. */
  readonly requirements: readonly string[];
}
