import { env, environment, system } from "@lintel/runtime";
import { patients } from "./services/patients.js";
import { results } from "./services/results.js";

/**
 * Laboratory results
 * REQ-EDGE-TWO-PATIENTS-ONE-NAME: WHEN a result matches more than one patient THE SYSTEM SHALL set it aside
 * for a person, and show it at neither.
 * REQ-EDGE-LABORATORY-SENDS-TWICE: WHEN a result comes again with the same number and version THE SYSTEM
 * SHALL keep it once and raise no second alarm.
 * REQ-EDGE-RECORDS-OF-TWO-PATIENTS-MERGED: WHEN two patients are merged THE SYSTEM SHALL show the results of
 * both, keep which came from which, and be able to take the merge back for 30 days.
 */
export default system("laboratory-results", {
  version: 1,
  description: "Laboratory results",
  services: [patients, results],
  environments: {
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "laboratory-results"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
