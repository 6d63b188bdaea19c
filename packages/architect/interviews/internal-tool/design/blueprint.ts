import { env, environment, system } from "@lintel/runtime";
import { purchasing } from "./services/purchasing.js";

/**
 * Purchasing desk
 * REQ-EDGE-APPROVER-LEFT: WHEN a department has no approver THE SYSTEM SHALL ask the head of the next level
 * up and tell the administrator.
 * REQ-EDGE-SHEET-FROM-LAST-WEEK: WHEN a row of a sheet was changed since it was taken out THE SYSTEM SHALL
 * leave it as it is and name it.
 */
export default system("purchasing-desk", {
  version: 1,
  description: "Purchasing desk",
  services: [purchasing],
  environments: {
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "purchasing-desk"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
