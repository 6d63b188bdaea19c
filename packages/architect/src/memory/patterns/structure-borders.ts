import type { Pattern } from "./pattern.js";
import * as source from "./sources.js";

/** How a system meets others: old ones, foreign ones, and those who call. */
export const borderPatterns: readonly Pattern[] = [
  {
    id: "strangler-fig",
    group: "structure",
    title: "Strangler fig",
    also: ["gradual replacement", "incremental migration"],
    is: "A new system grows around an old one: one route after another is led to the new one, until nothing is left of the old.",
    fits: [
      "A system that earns money today and has to be replaced.",
      "Where a first part can be of use within weeks.",
    ],
    avoid: [
      "A small system: writing it anew takes less than the crossing.",
      "An old system in front of which nothing can be put, and whose data cannot be read.",
    ],
    forces: [
      "Risk of one large step against the cost of two systems at once.",
      "Value early against order later.",
    ],
    cost: [
      "For a time both have to agree about the same data.",
      "Half-way is where such projects stop: the end needs a date and an owner.",
    ],
    lintel: {
      how: "yourself",
      says: "A reverse proxy leads routes to one or the other. What the old one offers is asked with fetch, or its rows are loaded; the schema changes in two releases, so that both programs may work on it.",
      words: ["fetch"],
      verbs: ["lintel db seed", "lintel brief adopt"],
      pages: ["how-to/split-and-move.md", "how-to/ask-another-system.md", "how-to/load-data.md"],
    },
    decisions: [],
    sources: [source.stranglerFig, source.monolithToMicroservices],
  },
  {
    id: "anti-corruption-layer",
    group: "structure",
    title: "Anti-corruption layer",
    also: ["adapter", "translation layer"],
    is: "One place that translates between another system's words and one's own, so that its model does not become ours.",
    fits: [
      "Another system whose names, states and errors are not ours: a payment provider, an old program.",
      "A partner that may be exchanged.",
    ],
    avoid: ["Where both sides mean the same: then it is copying fields to and fro."],
    forces: ["Purity of one's own model against one more thing to keep up to date."],
    cost: ["Code and tests for each message of the other side, also when it changes."],
    lintel: {
      how: "yourself",
      says: "A service of its own for each foreign system: its commands and consumers ask it with fetch and keep what they learn in entities with words of your own.",
      words: ["service(...)", ".consumer(...)", "fetch"],
      verbs: [],
      pages: ["how-to/ask-another-system.md", "how-to/react-to-events.md#ask-another-system"],
    },
    decisions: [],
    sources: [source.evans],
  },
  {
    id: "backend-for-frontend",
    group: "structure",
    title: "Backend for a front end",
    also: ["BFF"],
    is: "A thin server for each kind of client, owned by those who build that client: it asks the services behind it and answers in the form that a screen needs.",
    fits: [
      "Clients that differ much: a telephone on a slow network, a partner's machine, a desk full of tables.",
      "Where a front-end team waits for others to change an answer.",
    ],
    avoid: ["One client.", "Clients that can say which fields and relations they want."],
    forces: ["One interface for all against one that fits each."],
    cost: ["Rules creep into it and are then there twice.", "Another server to run for each client."],
    lintel: {
      how: "yourself",
      says: "Often not needed: a client names the fields and relations that it wants, and a query answers what one screen shows. Where it is, it is a program of your own in front.",
      words: [".query(...)"],
      verbs: [],
      pages: ["reference/http.md#query-strings", "how-to/search-filter-sort-page.md"],
    },
    decisions: [{ decision: "interfaces", option: "rest" }],
    sources: [source.backendsForFrontends],
  },
  {
    id: "api-gateway",
    group: "structure",
    title: "Gateway",
    also: ["API gateway", "reverse proxy", "edge"],
    is: "One door in front of several programs: it ends TLS, finds the program for a path, and bounds how much comes in.",
    fits: [
      "More than one program behind one name.",
      "Certificates, logs and limits that should be in one place.",
    ],
    avoid: [
      "As a place for business rules: they are then in no program's tests.",
      "In front of a single program, beyond what a plain proxy does.",
    ],
    forces: ["One place for what all need against one place that everything waits for."],
    cost: [
      "One more hop, which has to be there twice.",
      "Its settings are code, and are tested as little as code can be.",
    ],
    lintel: {
      how: "yourself",
      says: "Lintel speaks HTTP and stands behind a proxy that you run; it believes X-Forwarded-For from the proxies that you name. Rates, sizes and tokens are held in the program itself, so the proxy need not know them.",
      words: ["trustedProxies", "rateLimit"],
      verbs: [],
      pages: ["how-to/run-in-production.md#5-behind-a-reverse-proxy"],
    },
    decisions: [],
    sources: [source.microservicesPatterns, source.buildingMicroservices],
  },
];
