import type { TableRow } from "../answer/value.js";
import { directory, media, protocol, provisioning, records, singleSignOn } from "./integration-own.js";
import { limits, notifications, paymentSilence, reconciliation, webhooks } from "./integration-partners.js";
import { answered, isKind } from "./known.js";
import { chosenIn, listed, option, rowsIn, take } from "./parts.js";
import type { Question } from "./question.js";
import { cell } from "./wording.js";

const proofs: { readonly [id: string]: string } = {
  users: "people by a token of an OpenID Connect provider",
  "client-credentials": "programs by OAuth 2.0 client credentials",
  "api-keys": "programs by an API key that can be withdrawn at once",
  mtls: "machines by a certificate of their own (mutual TLS)",
  anonymous: "anybody without a proof, for what is public",
};

/** What it speaks to, and who speaks to it. */
export const integration: readonly Question[] = [
  {
    id: "integration.systems",
    category: "integration",
    number: 1,
    text: "Which other systems does it talk to, what for, and what happens here while each of them is down?",
    reason: "Every one of them will be away one day, and what happens then is a decision of the business.",
    follows: "Timeouts, repeats, queues and circuit breakers, and a test with each of them cut off.",
    example:
      "payment provider | charges cards | out | signature | the order waits as unpaid and is charged within a minute of its return\nwarehouse | learns of orders to ship | out | api-key | orders are queued and sent in their order, for up to 3 days",
    answer: { kind: "table", row: "system", least: 0, columns: systemColumns() },
    requirement: (value) => ({
      statement: rowsIn(value).length
        ? whileAway(rowsIn(value))
        : "THE SYSTEM SHALL do its work without any system of others.",
      priority: "P0",
    }),
  },
  {
    id: "integration.callers",
    category: "integration",
    number: 2,
    text: "How do those who call the API prove who they are?",
    reason: "A key in a browser can be read by anybody, and a person cannot answer for a machine.",
    follows: "The doors of the API, and how a proof is withdrawn when it was lost.",
    example: "users, client-credentials",
    answer: {
      kind: "choice",
      many: true,
      options: [
        option(
          "users",
          "People sign in (OpenID Connect)",
          ["Every action has a person.", "Second factors and a lost password are the provider's business."],
          ["There must be a provider, and it can be away."],
          "People act in their own name.",
        ),
        option(
          "client-credentials",
          "Programs fetch a token (OAuth 2.0 client credentials)",
          ["Tokens end by themselves within the hour.", "Rights can be cut by scope."],
          ["The other side must implement fetching and renewing."],
          "Systems of partners and services of the house.",
        ),
        option(
          "api-keys",
          "API keys",
          ["The easiest for whoever calls."],
          ["A key that leaks works until somebody notices.", "It says which program, not which person."],
          "Developers and scripts, with rights that are few.",
        ),
        option(
          "mtls",
          "Certificates on both sides (mutual TLS)",
          ["Nothing secret crosses the wire.", "Suits hardware that can keep a key."],
          ["Certificates must be issued, renewed and revoked: that is a system of its own."],
          "Devices, banks, hospitals.",
        ),
        option(
          "anonymous",
          "Not at all: what is public is read without a proof",
          ["No barrier for readers."],
          ["Only the network address tells callers apart, so abuse is harder to stop."],
          "Public content, or a catalogue.",
        ),
      ],
    },
    recommend: (facts) => {
      const consumers = (...some: readonly string[]) => facts.includes("experience.consumers", ...some);
      const chosen = [
        ...(consumers("web", "mobile", "internal") || !facts.isAnswered("experience.consumers")
          ? ["users"]
          : []),
        ...(consumers("partners", "services") ? ["client-credentials"] : []),
        ...(consumers("developers") ? ["api-keys"] : []),
        ...(consumers("devices") ? ["mtls"] : []),
        ...(isKind(facts, "content", "commerce") ? ["anonymous"] : []),
      ];
      const from = answered(facts, "experience.consumers", "scope.kind");
      const callers = facts.chosen("experience.consumers");
      return take(
        chosen.join(", "),
        `${callers.length ? `You named ${listed(callers)} as callers` : "Nobody was named as a caller yet, and people are likely"}: people sign in, programs fetch tokens or hold keys, devices hold certificates${
          chosen.includes("anonymous") ? ", and what is public is read by anybody" : ""
        }.`,
        ...from,
      );
    },
    requirement: (value) => ({
      statement: `WHEN somebody calls THE SYSTEM SHALL know ${listed(
        chosenIn(value).map((id) => proofs[id] ?? id),
      )}. IF a proof is missing, ended or withdrawn THEN THE SYSTEM SHALL refuse all that is not public.`,
      priority: "P0",
    }),
  },
  paymentSilence,
  reconciliation,
  protocol,
  provisioning,
  singleSignOn,
  directory,
  media,
  records,
  webhooks,
  limits,
  notifications,
];

/** What holds for all other systems; what is done while each is away stands with it. */
export function whileAway(rows: readonly TableRow[]): string {
  return `WHILE ${listed(
    rows.map((row) => cell(row, "name")),
    "or",
  )} cannot be reached THE SYSTEM SHALL wait no longer than 10 s for it, do what was laid down for it, and go on with everything that does not need it.`;
}

/** Columns of other systems, of a project and of a later addition to it. */
export function systemColumns() {
  return [
    { id: "name", title: "System", cell: { kind: "name" } },
    { id: "purpose", title: "What for", cell: { kind: "text" } },
    {
      id: "direction",
      title: "Direction",
      cell: { kind: "choice", options: ["in", "out", "both"] },
    },
    {
      id: "authentication",
      title: "How it proves who it is",
      cell: { kind: "choice", options: ["none", "api-key", "oauth2", "mtls", "signature"] },
    },
    { id: "whenDown", title: "What happens while it is down", cell: { kind: "text" } },
  ] as const;
}
