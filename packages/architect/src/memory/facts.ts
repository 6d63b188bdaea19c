import { demandOf, type Needs } from "../design/index.js";

/** Figures by which designs are compared. Absent where a project has none. */
export const figures = {
  requests: "requests a second at the most",
  concurrent: "people at once",
  ingest: "messages a second",
  stored: "bytes in a year",
  rows: "rows in a year",
  readLatency: "milliseconds for a read",
  writeLatency: "milliseconds for a write",
  downtime: "part of the year out of service",
  lossAllowed: "seconds of data that may be lost",
  recovery: "seconds until it is back",
  growth: "growth a month",
  tenants: "organisations",
  team: "people who build it",
  budget: "money a month",
  features: "features",
  entities: "entities",
  systems: "other systems",
} as const;

export type Figure = keyof typeof figures;

/** What is kept of a project to compare it with others: figures and ids, and no word that a person wrote. */
export interface DesignFacts {
  /** `commerce`, `saas`, ... */
  readonly kind: string;
  /** Ids of rules that Lintel knows, sorted; any other is "other". */
  readonly regulations: readonly string[];
  readonly figures: { readonly [figure in Figure]?: number };
  /** Of the budget: ISO 4217, three letters. */
  readonly currency?: string;
  /** How private the most private of what it keeps is. */
  readonly privacy: "public" | "internal" | "personal" | "sensitive";
}

export const knownRegulations = ["gdpr", "hipaa", "pci-dss", "soc2"] as const;
export const privacies = ["public", "internal", "personal", "sensitive"] as const;

/** The facts of a project, from what its brief says. */
export function factsOf(needs: Needs): DesignFacts {
  const { load, latency, tenants, budget, regulations, entities } = needs;
  const optional = {
    ...(needs.ingest && { ingest: needs.ingest.value.rate }),
    ...(tenants && { tenants: tenants.value.count }),
    ...(budget && { budget: budget.value.amount }),
  };
  const currency =
    budget && /^[A-Z]{3}$/.test(budget.value.currency) ? { currency: budget.value.currency } : {};
  return Object.freeze({
    kind: needs.kind.value,
    regulations: [...new Set(regulations.value.map(knownOr))].sort(),
    privacy: privacies.findLast((level) => entities.some(({ privacy }) => privacy === level)) ?? "public",
    ...currency,
    figures: finite({
      requests: load.most.value,
      concurrent: load.concurrent.value,
      stored: demandOf(needs).stored.inAYear,
      rows: entities.reduce((sum, { inAYear }) => sum + inAYear, 0),
      readLatency: latency.read.value.milliseconds,
      writeLatency: latency.write.value.milliseconds,
      downtime: 1 - needs.uptime.value,
      lossAllowed: needs.rpo.value,
      recovery: needs.rto.value,
      growth: needs.growth.value,
      team: needs.team.value,
      features: needs.features.length,
      entities: entities.length,
      systems: needs.systems.length,
      ...optional,
    }),
  });
}

function knownOr(regulation: string): string {
  return (knownRegulations as readonly string[]).includes(regulation) ? regulation : "other";
}

function finite(given: { readonly [figure in Figure]?: number }): DesignFacts["figures"] {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => Number.isFinite(value) && value >= 0),
  );
}
