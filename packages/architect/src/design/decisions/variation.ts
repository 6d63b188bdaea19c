import type { EntityNeed, Known, Needs } from "../needs/index.js";

/** For tests: the same needs with one fact changed. */
export type Variation = (needs: Needs) => Needs;

export const known = <T>(value: T): Known<T> => ({ value, from: ["REQ-TEST"] });

/** With another answer to a question. */
export function answering(question: string, ...value: readonly string[]): Variation {
  return (needs) => ({
    ...needs,
    choice: (one) => (one === question ? { value, from: ["REQ-TEST"], bySomeone: false } : needs.choice(one)),
  });
}

/** Without what somebody said at the questions whose answers are decisions, so that the figures alone decide. */
export const leftOpen: Variation = (needs) => ({
  ...needs,
  choice: (question) => ({ ...needs.choice(question), bySomeone: false }),
});

export function withLoad(times: number): Variation {
  return (needs) => {
    const { concurrent, usual, peak, most } = needs.load;
    const more = (one: Known<number>) => ({ ...one, value: one.value * times });
    return {
      ...needs,
      load: { concurrent: more(concurrent), usual: more(usual), peak: more(peak), most: more(most) },
    };
  };
}

export function withEntities(change: (entity: EntityNeed) => Partial<EntityNeed>): Variation {
  return (needs) => ({ ...needs, entities: needs.entities.map((one) => ({ ...one, ...change(one) })) });
}

/** One change of each fact, by the name by which rules say that they look at it. */
export const variations: { readonly [fact: string]: readonly Variation[] } = {
  name: [(needs) => ({ ...needs, name: "Another" })],
  kind: [(needs) => ({ ...needs, kind: known(needs.kind.value === "payments" ? "content" : "payments") })],
  actors: [(needs) => ({ ...needs, actors: [] })],
  features: [
    (needs) => ({ ...needs, features: needs.features.slice(1) }),
    (needs) => ({
      ...needs,
      features: [
        {
          id: "REQ-FEAT-SEEK",
          name: "Search",
          what: "people search for things",
          priority: "P0",
          criteria: [],
        },
        ...needs.features,
      ],
    }),
  ],
  entities: [
    withEntities(() => ({ privacy: "sensitive" })),
    withEntities(() => ({ inAYear: 100_000_000, keptFor: 90 * 86_400 })),
    (needs) => ({ ...needs, entities: [] }),
  ],
  rules: [(needs) => ({ ...needs, rules: [] })],
  edgeCases: [(needs) => ({ ...needs, edgeCases: [] })],
  systems: [
    (needs) => ({ ...needs, systems: [] }),
    (needs) => ({ ...needs, systems: needs.systems.map((one) => ({ ...one, direction: "both" })) }),
  ],
  load: [withLoad(1_000), withLoad(0.001)],
  latency: [
    (needs) => {
      const slow = known({ milliseconds: 5_000, percentile: 95 });
      return { ...needs, latency: { read: slow, write: slow } };
    },
  ],
  ingest: [(needs) => ({ ...needs, ingest: known({ rate: 50_000, bytes: 100 }) })],
  series: [(needs) => ({ ...needs, series: known({ sources: 1, every: 1, single: 1, sums: 1 }) })],
  tenants: [
    (needs) => ({ ...needs, tenants: known({ count: 10, largest: 0.9 }) }),
    (needs) => ({ ...needs, tenants: known({ count: 5_000, largest: 0.01 }) }),
  ],
  batch: [(needs) => ({ ...needs, batch: known({ records: 10_000_000, within: 60 }) })],
  files: [(needs) => ({ ...needs, files: known({ largest: 1e9, together: 1e13 }) })],
  freshness: [(needs) => ({ ...needs, freshness: known({ usual: 1, correction: 1 }) })],
  retention: [(needs) => ({ ...needs, retention: known({ records: 86_400, looks: 86_400 }) })],
  growth: [(needs) => ({ ...needs, growth: known(0.9) })],
  uptime: [0.9, 0.999, 0.9999, 0.99999].map((uptime) => (needs) => ({ ...needs, uptime: known(uptime) })),
  rpo: [0, 600, 200_000].map((rpo) => (needs) => ({ ...needs, rpo: known(rpo) })),
  rto: [10, 7_000, 200_000].map((rto) => (needs) => ({ ...needs, rto: known(rto) })),
  budget: [(needs) => ({ ...needs, budget: known({ amount: 1, currency: "EUR" }) })],
  team: [1, 9, 300].map((team) => (needs) => ({ ...needs, team: known(team) })),
  regulations: [
    (needs) => ({ ...needs, regulations: known(["gdpr", "hipaa", "pci-dss"]) }),
    (needs) => ({ ...needs, regulations: known([]) }),
  ],
  authentication: [
    (needs) => ({
      ...needs,
      authentication: known({ verdict: "not-needed", because: ["Open."], wouldChange: ["Data."] }),
    }),
  ],
  ...Object.fromEntries(
    Object.entries({
      "architecture.style": ["services", "serverless"],
      "architecture.interfaces": ["websocket", "grpc"],
      "architecture.tenancy": ["database"],
      "architecture.consistency": ["eventual", "strong"],
      "architecture.buffer": ["queue"],
      "architecture.rollups": ["on-arrival"],
      "architecture.idempotency": ["natural-key"],
      "architecture.history": ["events", "audit"],
      "architecture.separation": ["pseudonyms"],
      "architecture.delivery": ["edge"],
      "architecture.search": ["engine", "none"],
      "architecture.ordering": ["none", "global"],
      "architecture.jobs": ["imports"],
      "experience.consumers": ["devices", "developers", "services"],
      "experience.live": ["live", "seconds"],
      "data.ledger": ["double-entry"],
      "data.deletion": ["anonymise", "erase"],
      "data.residency": ["country"],
      "integration.callers": ["mtls", "users", "api-keys"],
      "integration.identity": ["oidc", "own"],
      "integration.single-sign-on": ["saml"],
      "integration.protocol": ["mqtt"],
      "security.isolation": ["keys", "outside-test"],
      "security.audit": ["writes"],
      "security.cards": ["vault"],
      "security.fields": ["client"],
      "deployment.topology": ["several-regions", "one-machine"],
      "deployment.backups": ["none", "replicas"],
      "deployment.rebuild": ["rebuilt"],
    }).map(([question, options]) => [
      question,
      options.flatMap((option) => [
        answering(question, option),
        (needs: Needs): Needs => {
          const answered = answering(question, option)(needs);
          return {
            ...answered,
            choice: (one) => ({ ...answered.choice(one), ...(one === question && { bySomeone: true }) }),
          };
        },
      ]),
    ]),
  ),
};
