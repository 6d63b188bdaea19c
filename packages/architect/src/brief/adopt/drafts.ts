import type { Origin, SystemModel } from "@lintel/runtime/tools";
import type { AnswerValue, TableRow } from "../answer/value.js";
import { accessesOf } from "./access.js";
import { dataRulesOf, edgeCasesOf, entityRowsOf, ownEntitiesOf } from "./data.js";
import { featuresOf } from "./features.js";
import { authenticationFactsOf, callersOf, usersOf } from "./people.js";

/** What a blueprint tells of a question. */
export interface Draft {
  readonly question: string;
  readonly given: AnswerValue;
  readonly origins: readonly Origin[];
  /** What it does not tell; none where that is an answer. */
  readonly missing: readonly string[];
}

/** All that a blueprint tells, by question. */
export function draftsOf(model: SystemModel, whole: Origin): readonly Draft[] {
  const { services } = model;
  const operations = services.flatMap(({ commands, queries }) => [...commands, ...queries]);
  const entities = services.flatMap((service) => service.entities);
  const accesses = accessesOf(model);
  const origins = {
    whole: [whole],
    offered: accesses.map(({ origin }) => origin),
    entities: ownEntitiesOf(model).map(({ origin }) => origin),
    commands: services.flatMap(({ commands }) => commands.map(({ origin }) => origin)),
    environments: Object.values(model.environments).map(({ origin }) => origin),
  };
  const production = model.environments.production?.settings;
  const hasWebhooks = services.some(({ webhooks }) => webhooks !== undefined);
  const consumers = [
    ...(Object.values(model.environments).some(({ settings }) => settings.cors?.origins.length)
      ? ["web"]
      : []),
    ...(hasWebhooks ? ["partners"] : []),
  ];
  const drafts: readonly Draft[] = [
    table("scope.users", usersOf(model), origins.offered),
    table("scope.features", featuresOf(model), origins.offered),
    {
      question: "architecture.style",
      given: choice("modular-monolith"),
      origins: origins.whole,
      missing: [],
    },
    {
      question: "architecture.interfaces",
      given: choice(
        ...(operations.length > 0 || entities.length > 0 ? ["rest"] : []),
        ...(entities.some(({ feed }) => feed) ? ["websocket"] : []),
        ...(hasWebhooks ? ["webhooks"] : []),
      ),
      origins: origins.whole,
      missing: [],
    },
    {
      question: "architecture.technologies",
      given: {
        kind: "text",
        text: "TypeScript on Node.js with Lintel, and PostgreSQL as the only database.",
      },
      origins: origins.whole,
      missing: ["Which technologies must not be used, or is there no such rule?"],
    },
    {
      question: "experience.consumers",
      given: choice(...consumers),
      origins: origins.environments,
      missing: ["Who else calls it: mobile applications, devices, other services, staff?"],
    },
    { question: "experience.errors", given: choice("problem-details"), origins: origins.whole, missing: [] },
    {
      ...table("data.entities", entityRowsOf(model), origins.entities),
      missing: [
        "How many rows of each entity are there now, and how many in a year?",
        "Is any of them sensitive, and for how long is each kept?",
      ],
    },
    table("data.rules", dataRulesOf(model), origins.entities),
    table("data.edge-cases", edgeCasesOf(model), origins.commands),
    {
      question: "integration.systems",
      given: {
        kind: "table",
        rows: production?.authentication
          ? [
              {
                name: "identity provider",
                purpose: "issues the tokens of those who sign in",
                direction: "in",
                authentication: "oauth2",
              },
            ]
          : [],
      },
      origins: origins.environments,
      missing: [
        "Which other systems does it talk to, or none?",
        "What happens here while each of them is down?",
      ],
    },
    {
      question: "integration.callers",
      given: choice(...callersOf(model)),
      origins: origins.offered,
      missing: [],
    },
    {
      question: "security.authentication",
      given: choice(...authenticationFactsOf(model)),
      origins: [...origins.offered, ...origins.environments],
      missing: [],
    },
  ];
  return drafts.filter(({ given }) => !isEmpty(given));
}

function table(question: string, rows: readonly TableRow[], origins: readonly Origin[]): Draft {
  return { question, given: { kind: "table", rows }, origins, missing: [] };
}

function choice(...chosen: readonly string[]): AnswerValue {
  return { kind: "choice", chosen };
}

function isEmpty(given: AnswerValue): boolean {
  return (
    (given.kind === "choice" && given.chosen.length === 0) ||
    (given.kind === "table" && given.rows.length === 0)
  );
}
