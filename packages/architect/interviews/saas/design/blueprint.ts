import { env, environment, system } from "@lintel/runtime";
import { organisations } from "./services/organisations.js";
import { shifts } from "./services/shifts.js";

/** Where webhooks may go on a developer's machine, and in tests: to receivers that run beside it. */
const webhooks = {
  http: true,
  ports: "any",
  networks: [{ network: "127.0.0.0/8", because: "receivers on this machine" }],
} as const;

/**
 * Shift planner
 * REQ-EDGE-CLOCKS-GO-BACK: WHEN a shift spans a change of the clock THE SYSTEM SHALL count the hours that
 * were really worked, and show both local times.
 * REQ-EDGE-LEFT-IN-THE-MIDDLE-OF-THE-MONTH: WHEN an employee is removed THE SYSTEM SHALL mark the shifts to
 * come as open within 60 s and end the employee's sessions.
 * REQ-EDGE-LIMIT-OF-THE-PLAN: IF an organisation adds people beyond its plan THEN THE SYSTEM SHALL refuse the
 * one beyond it and leave all others at work.
 */
export default system("shift-planner", {
  version: 1,
  description: "Shift planner",
  services: [organisations, shifts],
  environments: {
    development: environment({ webhooks }),
    test: environment({ webhooks }),
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "shift-planner"),
        jwksUrl: env("OIDC_JWKS_URL"),
        tenantClaim: "tenant",
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
