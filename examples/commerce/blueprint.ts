import { env, environment, system } from "@lintel/runtime";
import { catalog } from "./services/catalog.js";
import { delivery } from "./services/delivery.js";
import { orders } from "./services/orders.js";
import { purchasing } from "./services/purchasing.js";
import { users } from "./services/users.js";

/** Where webhooks may go on a developer's machine, and in tests: to receivers that run beside the shop. */
const webhooks = {
  http: true,
  ports: "any",
  networks: [{ network: "127.0.0.0/8", because: "receivers on this machine" }],
} as const;

/** A shop: accounts, a catalogue, checkout, purchasing, and the places to which it delivers. */
export default system("commerce", {
  version: 1,
  description: "A shop: accounts, a catalogue, checkout, and the places to which it delivers.",
  services: [users, catalog, orders, purchasing, delivery],
  environments: {
    development: environment({ cors: { origins: ["http://localhost:5173"] }, webhooks }),
    test: environment({ webhooks }),
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "commerce"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      cors: { origins: ["https://shop.example"] },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
