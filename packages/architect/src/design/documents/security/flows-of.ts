import type { Architecture } from "../../architecture.js";
import type { SystemNeed } from "../../needs/index.js";
import { slugsOfNames } from "../../text/index.js";
import type { admits } from "./callers.js";
import type { Flow } from "./flow.js";
import { highest } from "./privacy.js";
import { type Standing, standingOf } from "./standing.js";

type Needed = Pick<Architecture, "needs" | "model">;

/** Every way on which data of the system comes and goes, in the order of its boundaries. Pure, and the same for the same brief and blueprint. */
export function flowsOf(architecture: Needed, standing = standingOf(architecture)): readonly Flow[] {
  return Object.freeze([
    ...within(architecture, standing),
    ...systems(architecture, standing),
    ...around(architecture, standing),
  ]);
}

function within({ needs, model }: Needed, standing: Standing): readonly Flow[] {
  const { kept, privacy } = standing;
  const classOf = (names: (name: string) => boolean) =>
    highest(kept.filter(({ name }) => names(name)).map((one) => one.privacy));
  const feeds = kept.filter(({ model: entity }) => entity?.feed && isReadByClients(entity.access.read));
  const users = needs.actors.map(({ name }) => name).join(", ");
  const calls = model.services.filter(({ uses }) => Object.keys(uses).length > 0);
  return [
    {
      id: "CLIENTS",
      kind: "clients",
      from: users === "" ? "Those who call the API" : users,
      to: "The API",
      carries: "requests and answers over HTTP, tokens of those who call",
      privacy,
      crosses: "internet",
      requirements: [...new Set(needs.actors.flatMap(({ from }) => from))],
    },
    ...(feeds.length > 0
      ? ([
          {
            id: "FOLLOWERS",
            kind: "followers",
            from: "The API",
            to: "Clients that follow changes",
            carries: `rows of ${feeds.map(({ name }) => name).join(", ")} as they change, over WebSocket or SSE`,
            privacy: highest(feeds.map((one) => one.privacy)),
            crosses: "internet",
            requirements: [],
          },
        ] as const)
      : []),
    ...(calls.length > 0
      ? ([
          {
            id: "CALLS",
            kind: "calls",
            from: calls.map(({ name }) => name).join(", "),
            to: [...new Set(calls.flatMap(({ uses }) => Object.values(uses)))].join(", "),
            carries: "commands from one service to another, in the caller's transaction",
            privacy: classOf((name) =>
              calls.some(({ uses }) => Object.values(uses).some((service) => name.startsWith(`${service}.`))),
            ),
            crosses: "services",
            requirements: [],
          },
        ] as const)
      : []),
    {
      id: "DATABASE",
      kind: "database",
      from: "Every service",
      to: "PostgreSQL",
      carries: "statements and rows",
      privacy,
      crosses: "database",
      requirements: [],
    },
  ];
}

function isReadByClients(read: Parameters<typeof admits>[0]): boolean {
  if (read.kind === "anyOf") return read.rules.some(isReadByClients);
  return read.kind !== "nobody" && read.kind !== "calledBy";
}

/** A system that signs people in or issues their tokens is the issuer; one that is told by webhooks is an endpoint: these have flows of their own. */
function isIssuer({ name, purpose }: SystemNeed): boolean {
  return /\bsigns? (?:people|users|staff|them)? ?in\b|\bissues\b.*\btokens?\b|\bidentity provider\b/i.test(
    `${name}: ${purpose}`,
  );
}

function isEndpoint({ direction, purpose }: SystemNeed, { hasWebhooks }: Standing): boolean {
  return hasWebhooks && direction === "out" && /\bwebhooks?\b/i.test(purpose);
}

function systems({ needs }: Needed, standing: Standing): readonly Flow[] {
  const { privacy, needsIssuer } = standing;
  const others = needs.systems.filter(
    (system) => !(needsIssuer && isIssuer(system)) && !isEndpoint(system, standing),
  );
  const slugs = slugsOfNames(others.map(({ name }) => name));
  return others.flatMap(({ name, purpose, direction, authentication, from }, at) => {
    const id = `SYSTEM-${slugs[at]?.toUpperCase()}`;
    const usual = { carries: purpose, privacy, crosses: "partners", requirements: from } as const;
    const proof = authentication === "" ? "none" : authentication;
    const out: Flow = { id: `${id}-OUT`, kind: "system-out", from: "The system", to: name, proof, ...usual };
    const back: Flow = { id: `${id}-IN`, kind: "system-in", from: name, to: "The system", proof, ...usual };
    return direction === "both" ? [out, back] : direction === "in" ? [back] : [out];
  });
}

function around({ needs, model }: Needed, standing: Standing): readonly Flow[] {
  const { kept, privacy } = standing;
  const requirementOf = (question: string) =>
    needs.choice(question).from.length > 0 ? [needs.requirementOf(question)] : [];
  const issuers = needs.systems.filter(isIssuer);
  const endpoints = needs.systems.filter((system) => isEndpoint(system, standing));
  const webhooks = model.services.filter((service) => service.webhooks !== undefined);
  const flows: (Flow | false)[] = [
    ...webhooks.map(
      ({ name }): Flow => ({
        id: `WEBHOOKS-${name.toUpperCase()}`,
        kind: "webhooks",
        from: name,
        to: ["Endpoints of integrators", ...endpoints.map((one) => one.name)].join(": "),
        carries: "events of the service, signed",
        privacy: highest(kept.filter((one) => one.service?.name === name).map((one) => one.privacy)),
        crosses: "partners",
        requirements: endpoints.flatMap(({ from }) => from),
      }),
    ),
    standing.needsIssuer && {
      id: "IDENTITY",
      kind: "identity",
      from: ["The issuer of tokens", ...issuers.map((one) => one.name)].join(": "),
      to: "The system",
      carries: "its published keys, by which tokens are believed",
      privacy: "public",
      crosses: "partners",
      requirements: [...needs.authentication.from, ...issuers.flatMap(({ from }) => from)],
    },
    {
      id: "OPERATORS",
      kind: "operators",
      from: "Those who run it",
      to: "The command line, the database and the secrets",
      carries: "migrations, settings, questions asked of the database",
      privacy,
      crosses: "operators",
      requirements: [],
    },
    {
      id: "METRICS",
      kind: "metrics",
      from: "Each process",
      to: "Prometheus, and who reads the logs",
      carries: "counts by route, log lines with who asked",
      privacy: standing.hasIssuer ? "personal" : "internal",
      crosses: "operators",
      requirements: [],
    },
    standing.archivesLog && {
      id: "ARCHIVE",
      kind: "archive",
      from: "The logs of the services",
      to: "Files of the archive",
      carries: "entries of logs: rows as they were, without private fields",
      privacy,
      crosses: "storage",
      requirements: [],
    },
    standing.backups !== "none" && {
      id: "BACKUPS",
      kind: "backups",
      from: "PostgreSQL",
      to: "Where copies lie",
      carries: "all that is kept",
      privacy,
      crosses: "storage",
      requirements: requirementOf("deployment.backups"),
    },
  ];
  return flows.filter((flow) => flow !== false);
}
