import { choose } from "../../scenario.js";
import { withRow } from "./answers.js";
import type { Case } from "./case.js";

const interfaces = (...ids: readonly string[]) => ({ "architecture.interfaces": choose(...ids) });
const consumers = (...ids: readonly string[]) => ({ "experience.consumers": choose(...ids) });
const callers = (...ids: readonly string[]) => ({ "integration.callers": choose(...ids) });
const system = (name: string, purpose: string, authentication: string) =>
  withRow("integration.systems", {
    name,
    purpose,
    direction: "out",
    authentication,
    whenDown: "orders wait as unpaid",
  });
const feature = (what: string, priority = "P0") =>
  withRow("scope.features", {
    name: "Pay",
    what,
    priority,
    criteria: ["THE SYSTEM SHALL take the amount once"],
  });

export const integration: { readonly [code: string]: Case } = {
  "machines-without-a-proof": {
    found: consumers("web", "partners"),
    near: [
      { ...consumers("web", "partners"), ...callers("users", "client-credentials") },
      consumers("web", "internal"),
    ],
    says: "Partners would call",
  },
  "secrets-in-people-s-hands": {
    found: callers("api-keys"),
    near: [callers("api-keys", "users"), { ...callers("api-keys"), ...consumers("web", "developers") }],
  },
  "webhooks-for-nobody": {
    found: interfaces("rest", "webhooks"),
    near: [{ ...interfaces("rest", "webhooks"), ...consumers("web", "developers") }],
  },
  "grpc-for-browsers": {
    found: interfaces("grpc"),
    near: [interfaces("rest", "grpc"), { ...interfaces("grpc"), ...consumers("mobile") }],
  },
  "nothing-to-call": {
    found: interfaces("events"),
    near: [
      interfaces("events", "rest"),
      { ...interfaces("events"), ...consumers("services"), ...callers("client-credentials") },
    ],
  },
  "payment-without-a-proof": {
    found: system("acquirer", "takes payments", "none"),
    near: [
      system("acquirer", "takes payments", "signature"),
      system("weather", "says how it will be", "none"),
    ],
    says: '"acquirer"',
  },
  "third-party-that-is-not-named": {
    found: feature("pays with Stripe"),
    near: [
      feature("pays with Stripe", "P1"),
      feature("pays with a card"),
      { ...feature("pays with Stripe"), ...system("Stripe", "takes payments", "signature") },
    ],
    says: "Stripe is not among the systems",
  },
};
