import { env, environment, system } from "@lintel/runtime";
import { catalog } from "./services/catalog.js";
import { orders } from "./services/orders.js";
import { shoppers } from "./services/shoppers.js";

/** Where webhooks may go on a developer's machine, and in tests: to receivers that run beside it. */
const webhooks = {
  http: true,
  ports: "any",
  networks: [{ network: "127.0.0.0/8", because: "receivers on this machine" }],
} as const;

/**
 * Bicycle parts shop
 * REQ-EDGE-CONFIRMED-TWICE: WHEN a confirmation comes again THE SYSTEM SHALL change nothing and answer as it
 * did the first time.
 */
export default system("bicycle-parts-shop", {
  version: 1,
  description: "Bicycle parts shop",
  services: [catalog, shoppers, orders],
  environments: {
    development: environment({ webhooks }),
    test: environment({ webhooks }),
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "bicycle-parts-shop"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
