import type { Facts } from "./facts.js";

/** Whether the system needs to know who asks, and why. */
export interface AuthenticationDecision {
  readonly verdict: "required" | "optional" | "not-needed";
  /** Sentences that name the facts that decided. */
  readonly because: readonly string[];
  /** What would make it another verdict. */
  readonly wouldChange: readonly string[];
}

/** Each by itself makes authentication required. */
const demanding = [
  {
    id: "permissions",
    says: "Accounts have different permissions.",
    noun: "accounts with different permissions",
  },
  {
    id: "sensitive",
    says: "It holds sensitive or private information.",
    noun: "sensitive or private information",
  },
  { id: "compliance", says: "There is a duty of compliance.", noun: "a duty of compliance" },
] as const;

/**
 * Decides by the six facts of `security.authentication`; undefined while that is open. Different permissions, sensitive information or a duty of
 * compliance require it; without data that users own it is not needed; what is between is optional: start without.
 */
export function authenticationDecision(facts: Facts): AuthenticationDecision | undefined {
  const question = "security.authentication";
  if (!facts.isAnswered(question)) return undefined;
  const holds = (fact: string) => facts.includes(question, fact);
  const required = demanding.filter(({ id }) => holds(id));
  const is = { owned: holds("user-owned"), anonymous: holds("anonymous"), kept: holds("state") };
  if (required.length > 0)
    return {
      verdict: "required",
      because: required.map(({ says }) => says),
      wouldChange: [
        `Without ${listed(required.map(({ noun }) => noun))} it would be ${
          is.owned ? "optional: start without" : "not needed, as no data belong to users"
        }.`,
      ],
    };
  if (!is.owned)
    return {
      verdict: "not-needed",
      because: [
        "No data belong to users.",
        nothingDemands,
        ...(is.anonymous ? ["It can serve the public without knowing who asks."] : []),
        ...(is.kept ? ["State is kept between sessions, but it is nobody's own."] : []),
      ],
      wouldChange: ["Data that belong to users would make it optional.", anyWouldRequire],
    };
  return {
    verdict: "optional",
    because: [
      "Data belong to users.",
      nothingDemands,
      is.anonymous
        ? "It can serve the public without knowing who asks: start without."
        : "That it could serve without knowing who asks is not said, and nothing forbids it: start without.",
      ...(is.kept
        ? [
            "State is kept between sessions which a client could not keep itself: a random key that the client holds will do at first.",
          ]
        : []),
    ],
    wouldChange: ["Without data that belong to users it would not be needed.", anyWouldRequire],
  };
}

const nothingDemands = `Nothing demands it: no ${demanding.map(({ noun }) => noun.replace(/^a /, "")).join(", no ")}.`;

const anyWouldRequire = `Any one of these would make it required: ${demanding.map(({ noun }) => noun).join("; ")}.`;

function listed(nouns: readonly string[]): string {
  return nouns.length < 2 ? nouns.join("") : `${nouns.slice(0, -1).join(", ")} and ${nouns.at(-1)}`;
}
