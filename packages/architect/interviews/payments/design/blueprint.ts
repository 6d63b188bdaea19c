import { env, environment, system } from "@lintel/runtime";
import { ledger } from "./services/ledger.js";
import { payments } from "./services/payments.js";
import { sellers } from "./services/sellers.js";

/** Where webhooks may go on a developer's machine, and in tests: to receivers that run beside it. */
const webhooks = {
  http: true,
  ports: "any",
  networks: [{ network: "127.0.0.0/8", because: "receivers on this machine" }],
} as const;

/**
 * Marketplace payments
 * REQ-EDGE-ANSWER-LOST: WHEN the provider is asked about a payment without an answer and says that it was
 * paid THE SYSTEM SHALL book it once and tell the marketplace.
 * REQ-EDGE-CONFIRMATION-BEFORE-ANSWER: WHEN a webhook names a payment that is still being created THE SYSTEM
 * SHALL book it once, whichever comes first.
 * REQ-EDGE-SAME-PAYMENT-TWO-KEYS: WHEN an order that has a payment under way is sent with another key THE
 * SYSTEM SHALL refuse it and name the payment that is there.
 */
export default system("marketplace-payments", {
  version: 1,
  description: "Marketplace payments",
  services: [payments, ledger, sellers],
  environments: {
    development: environment({ webhooks }),
    test: environment({ webhooks }),
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "marketplace-payments"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
