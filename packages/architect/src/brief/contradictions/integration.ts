import { textOf } from "../cells.js";
import { listed, listedFirst, onlyOf } from "./known.js";
import type { Rule } from "./rule.js";
import { add, instead, without } from "./ways.js";

/** Names under which systems of others are known, and by which nothing else is. */
const thirdParties = [
  "Stripe",
  "PayPal",
  "Adyen",
  "Twilio",
  "SendGrid",
  "Mailgun",
  "Salesforce",
  "HubSpot",
  "Shopify",
  "Auth0",
  "Keycloak",
  "Datadog",
];

/** Who speaks to it, and whom it speaks to. */
export const integration: readonly Rule[] = [
  {
    code: "machines-without-a-proof",
    questions: ["experience.consumers", "integration.callers"],
    when: "Partners, services or devices call, and only people can prove who they are.",
    find(facts) {
      const machines = facts
        .chosen("experience.consumers")
        .filter((one) => ["partners", "services", "devices"].includes(one));
      if (machines.length === 0 || !onlyOf(facts, "integration.callers", "users", "anonymous")) return;
      return {
        says: `${listedFirst(machines)} would call, and only ${listed(facts.chosen("integration.callers"))} are let in: nothing is there by which a machine proves what it is.`,
        ways: [
          add(facts, "integration.callers", "client-credentials"),
          add(facts, "integration.callers", "mtls"),
          ...without(facts, "experience.consumers", "partners", "services", "devices"),
        ],
      };
    },
  },
  {
    code: "secrets-in-people-s-hands",
    questions: ["experience.consumers", "integration.callers"],
    when: "Only web and mobile applications call, and only proofs of machines are taken.",
    find(facts) {
      if (!onlyOf(facts, "experience.consumers", "web", "mobile")) return;
      if (!onlyOf(facts, "integration.callers", "client-credentials", "api-keys", "mtls")) return;
      return {
        says: `Only ${listed(facts.chosen("experience.consumers"))} would call, and ${listed(facts.chosen("integration.callers"))} are proofs of machines: a secret in a browser or an app is nobody's.`,
        ways: [
          instead("integration.callers", "users"),
          `experience.consumers: ${[...facts.chosen("experience.consumers"), "services"].join(", ")}`,
        ],
      };
    },
  },
  {
    code: "webhooks-for-nobody",
    questions: ["architecture.interfaces", "experience.consumers"],
    when: "Webhooks are to be sent, and nobody has a server that could take them.",
    find(facts) {
      if (!facts.includes("architecture.interfaces", "webhooks")) return;
      if (!onlyOf(facts, "experience.consumers", "web", "mobile", "devices")) return;
      return {
        says: `Webhooks are sent to servers, and of ${listed(facts.chosen("experience.consumers"))} none is one.`,
        ways: [
          add(facts, "experience.consumers", "partners"),
          ...without(facts, "architecture.interfaces", "webhooks"),
        ],
      };
    },
  },
  {
    code: "grpc-for-browsers",
    questions: ["architecture.interfaces", "experience.consumers"],
    when: "Web applications call, and there is nothing but gRPC and what is sent.",
    find(facts) {
      if (!facts.includes("experience.consumers", "web")) return;
      if (!facts.includes("architecture.interfaces", "grpc")) return;
      if (!onlyOf(facts, "architecture.interfaces", "grpc", "webhooks", "events")) return;
      return {
        says: "Web applications would call, and a browser does not speak gRPC.",
        ways: [
          add(facts, "architecture.interfaces", "rest"),
          ...without(facts, "experience.consumers", "web"),
        ],
      };
    },
  },
  {
    code: "nothing-to-call",
    questions: ["architecture.interfaces", "experience.consumers"],
    when: "Somebody calls, and there are only interfaces that send.",
    find(facts) {
      if (!onlyOf(facts, "architecture.interfaces", "webhooks", "events")) return;
      if (!facts.includes("experience.consumers", "web", "mobile", "developers", "internal")) return;
      return {
        says: `${listedFirst(facts.chosen("experience.consumers"))} would call, and ${listed(facts.chosen("architecture.interfaces"))} only send.`,
        ways: [add(facts, "architecture.interfaces", "rest"), instead("experience.consumers", "services")],
      };
    },
  },
  {
    code: "payment-without-a-proof",
    questions: ["integration.systems"],
    when: "A system that moves money is spoken to without any proof of who speaks.",
    find(facts) {
      const [found] = facts
        .rows("integration.systems")
        .filter(
          (row) =>
            textOf(row.authentication) === "none" &&
            /\b(payments?|pays?|charges?|payouts?|refunds?|bank)\b/i.test(
              `${textOf(row.name)} ${textOf(row.purpose)}`,
            ),
        );
      if (!found) return;
      const name = textOf(found.name);
      return {
        says: `"${name}" moves money (${textOf(found.purpose)}), and neither side would prove who it is.`,
        ways: [
          `integration.systems: in the row "${name}", authentication signature`,
          `integration.systems: in the row "${name}", authentication oauth2`,
        ],
      };
    },
  },
  {
    code: "third-party-that-is-not-named",
    questions: ["scope.features", "integration.systems"],
    when: "A feature that is P0 names a system of others, and it is not among the systems.",
    find(facts) {
      const systems = facts
        .rows("integration.systems")
        .map((row) => `${textOf(row.name)} ${textOf(row.purpose)}`)
        .join("\n");
      for (const row of facts.rows("scope.features")) {
        if (textOf(row.priority) !== "P0") continue;
        const text = `${textOf(row.name)} ${textOf(row.what)} ${textOf(row.criteria)}`;
        const party = thirdParties.find((one) => word(one).test(text) && !word(one).test(systems));
        if (party !== undefined)
          return {
            says: `The feature "${textOf(row.name)}" is P0 and rests on ${party}, and ${party} is not among the systems: nobody has said what happens while it is down.`,
            ways: [
              `integration.systems: a row for ${party}`,
              `scope.features: in the row "${textOf(row.name)}", without ${party}`,
            ],
          };
      }
      return;
    },
  },
];

function word(name: string): RegExp {
  return new RegExp(`\\b${name}\\b`, "i");
}
