import type { MechanismId } from "../mechanisms.js";
import type { Standing } from "../standing.js";
import type { Doer } from "../threats/index.js";

/** The rules of law and trade that Lintel knows, by the ids of the brief. */
export const regulations = {
  gdpr: "GDPR",
  "pci-dss": "PCI DSS 4.0.1",
  hipaa: "HIPAA",
  soc2: "SOC 2",
} as const;
export type RegulationId = keyof typeof regulations;

/** How what a rule asks for is met. */
export type Means =
  | { readonly status: "in place"; readonly by: readonly MechanismId[] }
  | { readonly status: "open"; readonly who: Doer; readonly next: string }
  | { readonly status: "by the organisation"; readonly does: string };

/** What a rule asks for, with the means that there are: the first whose condition holds. */
export interface ControlKind {
  /** `gdpr/art-32-1-a` */
  readonly id: string;
  readonly regulation: RegulationId;
  /** Article or section, as the rule numbers it. */
  readonly article: string;
  /** In our own words. */
  readonly asks: string;
  readonly means: readonly Mean[];
  /** What to show an auditor. */
  readonly show: string;
}

interface Mean {
  readonly if?: { readonly says: string; holds(standing: Standing): boolean };
  readonly means: Means;
}

type Row = readonly [article: string, asks: string, show: string, ...means: readonly Mean[]];

export function controlsOfRule(regulation: RegulationId, rows: readonly Row[]): readonly ControlKind[] {
  return rows.map(([article, asks, show, ...means]) => ({
    id: `${regulation}/${article
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")}`,
    regulation,
    article,
    asks,
    means,
    show,
  }));
}

export function by(...mechanisms: readonly MechanismId[]): Mean {
  return { means: { status: "in place", by: mechanisms } };
}

export function open(who: Doer, next: string): Mean {
  return { means: { status: "open", who, next } };
}

export function organisation(does: string): Mean {
  return { means: { status: "by the organisation", does } };
}

export function where(says: string, holds: (standing: Standing) => boolean, { means }: Mean): Mean {
  return { if: { says, holds }, means };
}

export const nameIssuer = where(
  "`production` names no issuer",
  ({ hasIssuer }) => !hasIssuer,
  open("the team", "Name `authentication` (issuer, audience, jwksUrl) in the environment `production`."),
);
export const speakTls = open(
  "the operators",
  "TLS 1.2 or newer by the proxy in front, and `sslmode=verify-full` to PostgreSQL.",
);
export const encryptDisks = open(
  "the operators",
  "Encrypted disks for PostgreSQL, its write-ahead log and its copies.",
);
export const encryptFields = where(
  "fields are to be encrypted",
  ({ encrypts }) => encrypts !== undefined,
  open(
    "the team",
    "Encrypted disks by the operators; and what is sensitive by the service's own commands or by clients, as decided: encryption of single fields is not built.",
  ),
);
export const drillRestore = open(
  "the operators",
  "Restore a copy on the dates in operations.md, and keep the record of it.",
);
export const deleteInTime = open(
  "the team",
  "Write and schedule what deletes or anonymises rows after their time (see retention below): Lintel deletes entries of logs, idempotency keys and deliveries by itself, and no rows.",
);
