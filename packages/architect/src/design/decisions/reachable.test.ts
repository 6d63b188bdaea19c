import { expect, it } from "vitest";
import { briefOf, shop } from "../../brief/scenario.js";
import type { Cut } from "../cut/index.js";
import { type EntityNeed, type Needs, needsOf, type SystemNeed } from "../needs/index.js";
import { decided } from "./fixture.js";
import { decisionFor } from "./index.js";
import type { Rule } from "./rule.js";
import { rules } from "./rules/index.js";
import { answering, known, leftOpen, type Variation, withEntities, withLoad } from "./variation.js";

/** The small shop, with what the figures alone come to. */
const plain = leftOpen(needsOf(briefOf(shop)));
const day = 86_400;

const all =
  (...changes: readonly Variation[]): Variation =>
  (needs) =>
    changes.reduce((now, one) => one(now), needs);
const uptime =
  (value: number): Variation =>
  (needs) => ({ ...needs, uptime: known(value) });
const rpo =
  (value: number): Variation =>
  (needs) => ({ ...needs, rpo: known(value) });
const team =
  (value: number): Variation =>
  (needs) => ({ ...needs, team: known(value) });
const tenants =
  (count: number, largest: number): Variation =>
  (needs) => ({ ...needs, tenants: known({ count, largest }) });
const having =
  (...entities: readonly EntityNeed[]): Variation =>
  (needs) => ({ ...needs, entities });
const entity = (name: string, more: Partial<EntityNeed> = {}): EntityNeed => ({
  name,
  holds: name,
  now: 1,
  inAYear: 1_000,
  privacy: "internal",
  from: ["REQ-DATA-001"],
  ...more,
});
const reading = entity("reading", { inAYear: 100_000_000, keptFor: 90 * day });
const talkingTo =
  (direction: SystemNeed["direction"]): Variation =>
  (needs) => ({
    ...needs,
    systems: [
      {
        name: "till",
        purpose: "place orders",
        direction,
        authentication: "none",
        whenDown: "waits",
        from: [],
      },
    ],
  });
const relaxed = all(uptime(0.9), (needs) => ({ ...needs, rto: known(10 * day) }));
const ledgers = all(having(entity("ledger entry")), answering("data.ledger", "double-entry"));
const seldom = all(relaxed, withLoad(0.000_1), answering("architecture.interfaces", "rest"), (needs) => {
  const slow = known({ milliseconds: 5_000, percentile: 95 });
  return { ...needs, latency: { read: slow, write: slow } };
});
const crossing = ({ features, entities }: Needs, systems: readonly string[]): Cut => ({
  services: ["orders", "stock"].map((name) => ({ name, does: name, entities, features, because: "It is." })),
  workflows: features.map((feature) => ({
    feature,
    owner: "orders",
    services: ["orders", "stock"],
    systems,
  })),
});
const workflow = "REQ-FEAT-PLACE-ORDER";
const services: Variation = team(100);

interface Way {
  readonly of: string;
  readonly option: string;
  readonly by: Variation;
  readonly subject?: string;
  readonly cut?: (needs: Needs) => Cut;
}

const way = (of: string, option: string, by: Variation, more: Partial<Way> = {}): Way => ({
  of,
  option,
  by,
  ...more,
});
const same: Variation = (needs) => needs;
const ways: readonly Way[] = [
  way("style", "serverless", seldom),
  way("style", "modular-monolith", same),
  way("style", "services", services),
  way("interfaces/calls", "rest", same),
  way(
    "interfaces/calls",
    "rest-graphql",
    all(
      answering("experience.consumers", "web", "mobile"),
      having(..."abcdefgh".split("").map((name) => entity(name))),
    ),
  ),
  way("interfaces/calls", "rest-grpc", all(answering("experience.consumers", "services"), withLoad(1_000))),
  way("interfaces/notices", "none", same),
  way("interfaces/notices", "webhooks", answering("experience.consumers", "partners")),
  way("interfaces/notices", "events", answering("experience.consumers", "services")),
  way("interfaces/notices", "webhooks-events", answering("experience.consumers", "services", "developers")),
  way("data-pattern", "crud", same),
  way("data-pattern", "audited", answering("architecture.history", "audit")),
  way("data-pattern", "append-only", ledgers, { subject: "main", cut: (needs) => oneOf(needs) }),
  way("data-pattern", "projections", all(having(reading), answering("architecture.rollups", "scheduled")), {
    subject: "main",
    cut: (needs) => oneOf(needs),
  }),
  way("data-pattern", "event-sourcing", answering("architecture.history", "events")),
  way("consistency", "transaction", same),
  way("consistency", "eventual", talkingTo("out"), {
    subject: workflow,
    cut: (needs) => crossing(needs, ["till"]),
  }),
  way("consistency", "saga", services, { subject: workflow, cut: (needs) => crossing(needs, []) }),
  way("topology", "one-machine", relaxed),
  way("topology", "serverless", seldom),
  way("topology", "one-region", same),
  way("topology", "several-zones", rpo(0)),
  way("topology", "several-regions", uptime(0.99999)),
  way("deployment", "one-process", relaxed),
  way("deployment", "processes", all(relaxed, services, withLoad(0.01)), {
    cut: (needs) => crossing(needs, []),
  }),
  way("deployment", "containers", same),
  way("deployment", "kubernetes", all(services, withLoad(1_000))),
  way("deployment", "serverless", seldom),
  way(
    "backup",
    "none",
    all(
      answering("deployment.rebuild", "waited"),
      withEntities(() => ({ keptFor: day })),
    ),
  ),
  way("backup", "nightly", rpo(2 * day)),
  way("backup", "continuous", same),
  way("backup", "replicas", rpo(0)),
  way("replicas", "none", relaxed),
  way("replicas", "standby", same),
  way("replicas", "synchronous", rpo(0)),
  way("replicas", "readers", withLoad(1_000)),
  way("replicas", "synchronous-readers", all(rpo(0), withLoad(1_000))),
  way("tenancy", "none", same),
  way("tenancy", "rows", tenants(1_000, 0.1)),
  way("tenancy", "schema", all(tenants(100, 0.1), answering("security.isolation", "outside-test"))),
  way("tenancy", "database", tenants(10, 0.8)),
  way("partitioning", "none", same),
  way("partitioning", "by-time", having(reading), { subject: "reading" }),
  way("partitioning", "by-tenant", all(tenants(1_000, 0.1), having(entity("shift", { inAYear: 1e8 }))), {
    subject: "shift",
  }),
  way("partitioning", "shards", withLoad(1_000)),
  way("retention", "none", having(entity("product"))),
  way("retention", "delete-rows", same),
  way("retention", "anonymise", answering("data.deletion", "anonymise")),
  way("retention", "drop-partitions", having(reading), { subject: "reading" }),
  way("cache", "none", same),
  way("cache", "in-process", withLoad(10)),
  way("cache", "shared", withLoad(1_000)),
  way("cache", "edge", answering("architecture.delivery", "edge")),
  way("broker", "log", same),
  way("broker", "rabbitmq", all(withLoad(2_000), answering("architecture.ordering", "none"))),
  way("broker", "jetstream", withLoad(2_000)),
  way("live-updates", "none", same),
  way("live-updates", "polling", all(withLoad(0.1), answering("experience.live", "seconds"))),
  way("live-updates", "feeds", answering("experience.live", "live")),
  way("search", "filters", same),
  way("search", "database", answering("architecture.search", "database")),
  way(
    "search",
    "engine",
    all(
      answering("architecture.search", "database"),
      withEntities(() => ({ inAYear: 1e9 })),
    ),
  ),
  way("identity/people", "none", (needs) => ({
    ...needs,
    authentication: known({ verdict: "not-needed", because: ["No data belong to users."], wouldChange: [] }),
  })),
  way("identity/people", "accounts", answering("integration.callers", "anonymous")),
  way("identity/people", "oidc", same),
  way("identity/machines", "none", same),
  way("identity/machines", "api-keys", answering("experience.consumers", "developers")),
  way("identity/machines", "client-credentials", answering("experience.consumers", "partners")),
  way("identity/machines", "mtls", answering("experience.consumers", "devices")),
  way("encryption", "disk", same),
  way(
    "encryption",
    "columns",
    withEntities(() => ({ privacy: "sensitive" })),
  ),
  way("encryption", "client", answering("security.isolation", "keys")),
  way("idempotency", "client-key", same),
  way(
    "idempotency",
    "natural-key",
    all(answering("experience.consumers", "devices"), (needs) => ({
      ...needs,
      ingest: known({ rate: 100, bytes: 100 }),
    })),
  ),
  way("idempotency", "both", talkingTo("in")),
];

function oneOf({ entities, features }: Needs): Cut {
  return { services: [{ name: "main", does: "All", entities, features, because: "It is." }], workflows: [] };
}

const nameOf = ({ id, part }: Rule) => (part ? `${id}/${part}` : id);

it.each(ways)("of $of the figures can come to $option", ({ of, option, by, subject, cut }) => {
  const needs = by(plain);
  const rule = rules.find((one) => nameOf(one) === of);
  if (!rule) throw new TypeError(`There is no rule ${of}.`);
  const decision = decisionFor(decided(needs, cut ? { cut: cut(needs) } : {}), rule.id, subject ?? rule.part);
  expect(decision).toMatchObject({ calculated: option, chosen: option });
});

/** Two ways of speaking at once that no figure asks for: a brief may. */
const bySomeoneOnly = ["interfaces/calls rest-graphql-grpc"];

it("has a way to each option of each decision", () => {
  const options = rules.flatMap((rule) => rule.options.map(({ id }) => `${nameOf(rule)} ${id}`));
  expect([...ways.map(({ of, option }) => `${of} ${option}`), ...bySomeoneOnly].sort()).toEqual(
    options.sort(),
  );
});
