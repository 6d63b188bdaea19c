import type { AnswerValue } from "../answer/value.js";
import { sayNumber } from "../say.js";
import { consistency, jobs, ordering, tenancy } from "./architecture-borders.js";
import { buffer, contentDelivery, rollups, search } from "./architecture-flow.js";
import { historyOfChanges, idempotency, separation } from "./architecture-records.js";
import { answered, isKind, kindOf, peopleIn } from "./known.js";
import { aspect, chosenIn, listed, option, perChoice, sentence, take } from "./parts.js";
import type { Question } from "./question.js";

const interfaceNames: { readonly [id: string]: string } = {
  rest: "REST over HTTP with an OpenAPI description",
  graphql: "GraphQL",
  websocket: "WebSocket",
  webhooks: "signed webhooks",
  events: "events that other services follow",
  grpc: "gRPC",
};

/** What it is made of, and how one speaks to it. */
export const architecture: readonly Question[] = [
  {
    id: "architecture.style",
    category: "architecture",
    number: 1,
    text: "How is the system to be cut: one program with clear inner borders, several services, or functions that a platform runs?",
    reason: "Each border between processes can fail by itself, and costs a team that looks after it.",
    follows: "The services of the design, and whether a change to two of them can be one transaction.",
    example: "modular-monolith",
    answer: {
      kind: "choice",
      options: [
        option(
          "modular-monolith",
          "One program, with modules that have borders",
          ["One transaction across modules.", "One thing to deploy, to watch and to restore."],
          ["All of it is deployed together, and scales together."],
          "One team, or load that one database carries: nearly every first release.",
        ),
        option(
          "services",
          "Several services, each with data of its own",
          ["Each is deployed and scaled by itself.", "A fault in one need not stop the others."],
          [
            "What changes in two of them is no longer one transaction.",
            "Each call between them may be slow, lost or doubled.",
          ],
          "Several teams that must not wait for one another, or parts whose load differs by far.",
        ),
        option(
          "serverless",
          "Functions that a platform runs when something comes",
          ["Costs little while nothing happens.", "No machines to look after."],
          [
            "A first call after a pause is slow.",
            "Connections that stay open, and steady load, are dear or not possible.",
          ],
          "Load that comes seldom or in bursts, and no connections that stay open.",
        ),
      ],
    },
    recommend: (facts) => {
      const people = peopleIn(facts);
      const who =
        people > 0
          ? `${sayNumber(people)} use it`
          : "nothing yet says that one team and one database are too few";
      return take(
        "modular-monolith",
        `It is ${kindOf(facts)} and ${who}; borders inside one program can become borders between services later, at a price that is known then.`,
        ...answered(facts, "scope.kind"),
        ...(people > 0 ? ["scope.users"] : []),
      );
    },
    requirement: perChoice("P1", {
      "modular-monolith":
        "THE SYSTEM SHALL be deployed as one program whose modules keep data of their own and call one another only through what they declare.",
      services:
        "THE SYSTEM SHALL be made of services that keep data of their own. IF one of them is away THEN THE SYSTEM SHALL go on with everything that does not need it.",
      serverless:
        "THE SYSTEM SHALL run as functions that keep nothing between two calls. WHEN no call comes THE SYSTEM SHALL cost no more than its storage.",
    }),
  },
  {
    id: "architecture.interfaces",
    category: "architecture",
    number: 2,
    text: "Which ways of speaking to the system are to be offered?",
    reason: "Each way is a promise to whoever uses it, to be kept for years.",
    follows: "The API description, the clients that are made from it, and what is tested against it.",
    example: "rest, webhooks",
    answer: {
      kind: "choice",
      many: true,
      options: [
        option(
          "rest",
          "REST over HTTP",
          ["Every language and tool speaks it.", "It can be cached and watched by what is there already."],
          ["A screen that shows much may take several calls."],
          "Nearly always: for partners, scripts and most applications.",
        ),
        option(
          "graphql",
          "GraphQL",
          ["A screen asks for exactly what it shows, in one call."],
          ["What a query costs must be bounded, or one caller can stop the others.", "Harder to cache."],
          "Own web or mobile applications with many different screens.",
        ),
        option(
          "websocket",
          "WebSocket",
          ["Changes reach people at once.", "No asking again and again."],
          ["Open connections cost memory, and must go on after a break without a gap."],
          "People look at the same thing while it changes.",
        ),
        option(
          "webhooks",
          "Webhooks to the systems of others",
          ["Others hear of it without asking."],
          ["Their systems are slow or away: it must be tried again for days, and signed."],
          "Partners or customers must react to what happens here.",
        ),
        option(
          "events",
          "Events that other services follow",
          ["Others can be added without a change here.", "Whoever was away catches up."],
          ["What they hear is late by a little.", "A change to an event can break those who follow."],
          "Several services or a data warehouse build on what happens here.",
        ),
        option(
          "grpc",
          "gRPC",
          ["Compact and fast between services.", "Streams in both directions."],
          ["Browsers need a gateway.", "Harder to look into."],
          "Many small calls between services of one's own, or devices with tight bandwidth.",
        ),
      ],
    },
    recommend: (facts) => {
      if (isKind(facts, "payments", "saas"))
        return take(
          "rest, webhooks",
          `It is ${kindOf(facts)}: systems of customers call it, and must hear what came of it without asking again and again.`,
          "scope.kind",
        );
      if (isKind(facts, "telemetry"))
        return take(
          "rest, events",
          "It takes in what devices measure: they and applications use HTTP, and what analyses the readings follows them as events.",
          "scope.kind",
        );
      const known = facts.isAnswered("scope.kind");
      return take(
        "rest",
        `${known ? `It is ${kindOf(facts)}, and n` : "N"}othing that was said asks for more than calls and answers; another way can be added beside it later.`,
        ...(known ? ["scope.kind"] : []),
      );
    },
    requirement: (value) => ({
      statement: `THE SYSTEM SHALL offer ${listed(chosenIn(value).map((id) => interfaceNames[id] ?? id))}, each described by a document that is made from the same source as the code.`,
      priority: "P0",
    }),
  },
  {
    id: "architecture.technologies",
    category: "architecture",
    number: 3,
    text: "Which technologies must be used, which must not, and who or what says so?",
    reason:
      "What is imposed from outside cannot be found out later without cost: a licence, a database that the operators know, a cloud that is banned.",
    follows: "The stack of the design, and which recommendations are left out.",
    example:
      "Must: PostgreSQL 16, since our operators run it, and TypeScript, which the team knows. Must not: libraries under the AGPL (legal department).",
    answer: {
      kind: "text",
      aspects: [
        aspect(
          'Which technologies are meant, by name - or "none", where nothing is imposed?',
          /\b(none|nothing|no (constraints?|restrictions?|limits?|preferences?)|free choice|open)\b/i,
          /[A-Z][A-Za-z]*[A-Z0-9]\w*|\b[A-Z]{2,}\b/,
          /\b(postgres\w*|mysql|mariadb|oracle|mongo\w*|redis|kafka|rabbitmq|mqtt|node(\.js)?|typescript|javascript|java|kotlin|python|go|golang|rust|dotnet|c#|php|ruby|aws|azure|gcp|google cloud|kubernetes|docker|linux|windows|react|angular|vue|terraform|keycloak|elasticsearch|opensearch|sqlite|cloud|licen[cs]es?|libraries)\b/i,
        ),
      ],
    },
    requirement: (value) => ({ statement: technologies(value), priority: "P1" }),
  },
  tenancy,
  consistency,
  buffer,
  rollups,
  idempotency,
  historyOfChanges,
  separation,
  contentDelivery,
  search,
  ordering,
  jobs,
];

function technologies(value: AnswerValue): string {
  const text = value.kind === "text" ? sentence(value.text) : "";
  return /^(none|nothing|no )/i.test(text)
    ? "THE SYSTEM SHALL be built with what its design finds best: no technology is imposed or ruled out."
    : `THE SYSTEM SHALL keep to what is imposed on it: ${text}`;
}
