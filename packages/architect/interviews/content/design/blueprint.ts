import { env, environment, system } from "@lintel/runtime";
import { accounts } from "./services/accounts.js";
import { articles } from "./services/articles.js";

/** Where webhooks may go on a developer's machine, and in tests: to receivers that run beside it. */
const webhooks = {
  http: true,
  ports: "any",
  networks: [{ network: "127.0.0.0/8", because: "receivers on this machine" }],
} as const;

/**
 * Regional newspaper
 * REQ-EDGE-ONE-STORY-ALL-READERS: WHEN 20,000 readers ask for one article within a minute THE SYSTEM SHALL
 * answer all of them from the edge and send no more than 1 request a second for it to the origin.
 * REQ-EDGE-WITHDRAWN-WHILE-IT-IS-READ: WHEN an article is withdrawn THE SYSTEM SHALL show it on no edge place
 * after 60 s, and leave it out of search and lists.
 * REQ-EDGE-TWO-AUTHORS-ONE-TEXT: WHEN a text is saved that was changed since it was opened THE SYSTEM SHALL
 * refuse it and show both versions side by side.
 */
export default system("regional-newspaper", {
  version: 1,
  description: "Regional newspaper",
  services: [articles, accounts],
  environments: {
    development: environment({ webhooks }),
    test: environment({ webhooks }),
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "regional-newspaper"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
