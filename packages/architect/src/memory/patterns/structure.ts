import type { Pattern } from "./pattern.js";
import * as source from "./sources.js";

/** How a system is cut into parts that are built and deployed. */
export const structurePatterns: readonly Pattern[] = [
  {
    id: "modular-monolith",
    group: "structure",
    title: "Modular monolith",
    also: ["modulith", "one process with inner borders"],
    is: "One process and one database, cut inside into modules that reach each other only through what they offer. The borders are those that services would have.",
    fits: [
      "Up to a few teams that release together.",
      "Work that has to be all or nothing across modules: one transaction is enough.",
      "Borders that are not sure yet: moving one is an edit, not a project.",
    ],
    avoid: [
      "Parts whose load differs a hundredfold, so that they have to grow apart.",
      "Teams that must release on days of their own, many times a week.",
    ],
    forces: [
      "Ease of change against independence of release.",
      "One place to run against one place to fail.",
    ],
    cost: [
      "Discipline: a border that nothing enforces is gone within a year.",
      "One module's leak of memory or time is everyone's.",
    ],
    lintel: {
      how: "word",
      says: "Several services in one system run as one process. Each has a schema and roles of its own in PostgreSQL, so that the border is one that the database keeps; calls between them share a transaction.",
      words: ["system(...)", "service(...)", "uses"],
      verbs: ["lintel start"],
      pages: ["explanation/transactions-and-calls.md#between-services"],
    },
    decisions: [{ decision: "style", option: "modular-monolith" }],
    sources: [source.parnas, source.monolithFirst, source.monolithToMicroservices],
  },
  {
    id: "services",
    group: "structure",
    title: "Services",
    also: ["microservices", "service decomposition"],
    is: "Several programs, each with its own data, which are released and scaled by themselves and talk over the network.",
    fits: [
      "Teams that get in each other's way in one program: from about three teams, or twenty people.",
      "Parts with needs of their own: another load, another safety, another region.",
      "Borders that have stood for a while.",
    ],
    avoid: [
      "One small team: each further service is another thing to release, watch and wake up for.",
      "Work that has to be all or nothing across the borders.",
    ],
    forces: [
      "Independence of teams against work that used to be one transaction.",
      "Isolation of faults against more that can fail.",
    ],
    cost: [
      "Each call may be slow, fail, or have worked without saying so.",
      "Contracts, versions, traces and a saga where there was a transaction.",
      "A pipeline, alerts and somebody on duty for each.",
    ],
    lintel: {
      how: "word",
      says: "The same service(...) runs by itself with a database of its own, and follows another's log. A call that would need a transaction across databases is refused instead of pretended.",
      words: ["service(...)", ".consumer(...)", "of"],
      verbs: ["lintel start"],
      pages: ["explanation/transactions-and-calls.md#between-services", "how-to/run-in-production.md"],
    },
    decisions: [{ decision: "style", option: "services" }],
    sources: [source.conway, source.evans, source.buildingMicroservices],
  },
  {
    id: "functions",
    group: "structure",
    title: "Functions that a platform runs",
    also: ["serverless", "function as a service"],
    is: "Code that a cloud starts for each request and ends when nobody asks; what is kept lies in services of the platform.",
    fits: [
      "Load that is near nothing for most of the day, and comes in bursts.",
      "Work that comes with files or messages and is done in seconds.",
    ],
    avoid: [
      "A latency that has to hold for the slowest one in a hundred: starting takes from tenths of a second to seconds.",
      "Connections that stay open, such as feeds.",
      "Even load: an instance that is always there costs less.",
    ],
    forces: ["Paying for use against paying for readiness.", "Nothing to run against nothing to hold on to."],
    cost: [
      "Connections to a database come by the hundred, and need a pooler in between.",
      "Bound to one platform's events, limits and prices.",
    ],
    lintel: {
      how: "not-yet",
      says: "Not by Lintel yet: it serves from a process that stays, with prepared statements and feeds that such a platform cannot hold.",
      words: [],
      verbs: [],
      pages: [],
    },
    decisions: [{ decision: "style", option: "serverless" }],
    sources: [source.cloudPatterns, source.twelveFactor],
  },
  {
    id: "stateless-processes",
    group: "structure",
    title: "Processes that keep nothing",
    also: ["stateless service", "share nothing", "horizontal scaling"],
    is: "Each instance of a server is like the other: what lasts lies in the database, so that instances come and go.",
    fits: [
      "Every server behind a load balancer.",
      "Growth by adding instances, and releases without a pause.",
    ],
    avoid: ["Where a process keeps megabytes a user that would be fetched anew for each request."],
    forces: ["Freedom to end a process against the cost of fetching what it knew."],
    cost: ["Every request reads what it needs, so that the database is the part that fills up first."],
    lintel: {
      how: "always",
      says: "Instances of one system share nothing but the database, and one secret that signs cursors. Keys of idempotency, positions of logs and revoked tokens lie there.",
      words: ["secret"],
      verbs: ["lintel start"],
      pages: ["how-to/run-in-production.md#more-than-one-process"],
    },
    decisions: [{ decision: "deployment", option: "containers" }],
    sources: [source.twelveFactor],
  },
];
